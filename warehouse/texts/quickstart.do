* Alliance Events $version in Stata 14 or later: cd to the folder of the release first.
use exports/alliance_events.dta, clear
describe
tabulate lever status if stance == "pressure":stance
keep if ally != "" & confidence >= 0.7
bysort ally lever: generate events = _N
list event_on actor lever target status in 1/5
