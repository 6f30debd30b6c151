"""A small web server for a releases folder on loopback: files with Range requests, and a list of what is there."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles


def application(folder: Path) -> Starlette:
    """Return the application; browsers on other origins may read, nobody may write."""
    cors = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        expose_headers=["Content-Range", "Accept-Ranges"],
    )
    return Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))], middleware=[cors])
