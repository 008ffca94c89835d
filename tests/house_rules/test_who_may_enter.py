"""Who may enter which page: one table, and it is the whole house."""

from __future__ import annotations

from flask import Flask

WHO_MAY_ENTER = """
    everyone        GET  /
    everyone        GET  /about
    everyone        GET  /accessibility
    everyone        GET  /api
    everyone        GET  /api/v1
    everyone        GET  /api/v1/openapi.json
    everyone        GET  /calendars/<token>.ics
    everyone        GET  /healthz
    everyone        GET  /imprint
    everyone        GET  /invitation
    everyone        GET  /invitation/<token>
    everyone        GET  /join
    everyone        GET  /log-in
    everyone        GET  /log-in/code
    everyone        GET  /log-in/forgotten
    everyone        GET  /log-in/single-sign-on/answer
    everyone        GET  /method
    everyone        GET  /page.js
    everyone        GET  /phone.css
    everyone        GET  /phone.js
    everyone        GET  /privacy
    everyone        GET  /public/<municipality>/<checklist>/<year>
    everyone        GET  /readyz
    everyone        GET  /session
    everyone        GET  /static/<filename>
    everyone        GET  /workshop
    everyone        GET  /workshop/group
    everyone        GET  /workshop/state.json
    everyone        POST /invitation
    everyone        POST /join
    everyone        POST /language
    everyone        POST /log-in
    everyone        POST /log-in/as
    everyone        POST /log-in/code
    everyone        POST /log-in/forgotten
    everyone        POST /log-in/single-sign-on
    everyone        POST /log-out
    everyone        POST /workshop/dots
    everyone        POST /workshop/group
    everyone        POST /workshop/ideas
    everyone        POST /workshop/leave
    everyone        POST /workshop/vote
    has_own_account GET  /account/delete
    has_own_account GET  /account/password
    has_own_account GET  /account/second-factor
    has_own_account GET  /account/tokens
    has_own_account POST /account/delete
    has_own_account POST /account/password
    has_own_account POST /account/reminders
    has_own_account POST /account/second-factor
    has_own_account POST /account/second-factor/codes
    has_own_account POST /account/second-factor/remove
    has_own_account POST /account/tokens
    has_own_account POST /account/tokens/<token_id>/end
    is_at_the_desk  GET  /accounts/begin
    is_at_the_desk  POST /accounts/begin
    is_known        GET  /api/v1/checklists
    is_known        GET  /api/v1/checklists/<key>/<version>
    is_known        GET  /api/v1/municipalities
    is_logged_in    GET  /account
    is_logged_in    GET  /account/data.json
    is_logged_in    POST /account
    is_logged_in    POST /account/log-ins/<log_in>/end
    is_logged_in    POST /account/log-ins/end
    is_logged_in    POST /session
    may_answer      GET  /municipalities/<municipality>/<checklist>/<year>/carry-on
    may_answer      GET  /municipalities/<municipality>/<checklist>/<year>/sections/<section>
    may_answer      GET  /municipalities/<municipality>/<checklist>/<year>/targets
    may_answer      GET  /municipalities/<municipality>/measures/<measure>/edit
    may_answer      GET  /municipalities/<municipality>/measures/new
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>/carry-on
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>/conflicts
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>/criteria/<criterion>
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>/papers/council
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>/proposals
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>/scope
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>/sections/<section>
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>/sections/<section>/hand-back
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>/targets
    may_answer      POST /municipalities/<municipality>/<checklist>/<year>/targets/<criterion>
    may_answer      POST /municipalities/<municipality>/measures/<measure>/discard
    may_answer      POST /municipalities/<municipality>/measures/<measure>/edit
    may_answer      POST /municipalities/<municipality>/measures/<measure>/effects/<criterion>
    may_answer      POST /municipalities/<municipality>/measures/<measure>/notes
    may_answer      POST /municipalities/<municipality>/measures/<measure>/state
    may_answer      POST /municipalities/<municipality>/measures/new
    may_coordinate  GET  /municipalities/<municipality>/<checklist>/<year>/assignments
    may_coordinate  GET  /municipalities/<municipality>/<checklist>/<year>/assignments/<section>
    may_coordinate  GET  /municipalities/<municipality>/people/<person_id>
    may_coordinate  GET  /municipalities/<municipality>/people/<person_id>/remove
    may_coordinate  GET  /municipalities/<municipality>/settings
    may_coordinate  GET  /municipalities/<municipality>/settings/erase
    may_coordinate  GET  /municipalities/<municipality>/trail
    may_coordinate  GET  /municipalities/<municipality>/trail.csv
    may_coordinate  POST /municipalities/<municipality>/<checklist>/<year>/assignments/<section>
    may_coordinate  POST /municipalities/<municipality>/<checklist>/<year>/assignments/<section>/<account>/reopen
    may_coordinate  POST /municipalities/<municipality>/<checklist>/<year>/assignments/<section>/<account>/withdraw
    may_coordinate  POST /municipalities/<municipality>/people
    may_coordinate  POST /municipalities/<municipality>/people/<person_id>/password-link
    may_coordinate  POST /municipalities/<municipality>/people/<person_id>/remove
    may_coordinate  POST /municipalities/<municipality>/people/<person_id>/roles
    may_coordinate  POST /municipalities/<municipality>/people/invitations/<invitation_id>/withdraw
    may_coordinate  POST /municipalities/<municipality>/settings/data.json
    may_coordinate  POST /municipalities/<municipality>/settings/erase
    may_enter       GET  /municipalities/<municipality>
    may_enter       GET  /municipalities/<municipality>/people
    may_enter       GET  /municipalities/<municipality>/territory
    may_enter       GET  /municipalities/<municipality>/workshops
    may_enter       GET  /municipalities/<municipality>/workshops/<workshop>/record
    may_found       GET  /start
    may_found       GET  /start/own
    may_found       POST /start/own
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>/ballots
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>/criteria/<criterion>/decision
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>/criteria/<criterion>/paper
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>/discard
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>/end
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>/helper-sheet
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>/ideas
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>/plan
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>/progress.json
    may_moderate    GET  /municipalities/<municipality>/workshops/<workshop>/screen
    may_moderate    GET  /municipalities/<municipality>/workshops/new
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/agenda
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/agenda/plan
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/begin
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/criteria/<criterion>/decision
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/criteria/<criterion>/paper
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/discard
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/end
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/erase
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/ideas
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/ideas/<idea>
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/ideas/<idea>/measure
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/ideas/phase
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/invented
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/joining
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/lock
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/minutes
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/notes
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/participants/remove
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/plan
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/rehearse
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/rounds/close
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/rounds/open
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/rounds/reveal
    may_moderate    POST /municipalities/<municipality>/workshops/<workshop>/turn
    may_moderate    POST /municipalities/<municipality>/workshops/new
    may_operate     GET  /operation
    may_operate     GET  /operation/health
    may_operate     GET  /operation/mail
    may_operate     GET  /operation/municipalities/<municipality>
    may_operate     GET  /operation/municipalities/<municipality>/territory
    may_operate     GET  /operation/municipalities/new
    may_operate     GET  /operation/municipalities/own
    may_operate     GET  /operation/operators
    may_operate     GET  /operation/trail
    may_operate     POST /operation/mail
    may_operate     POST /operation/municipalities/<municipality>/coordinators/<account>/password-link
    may_operate     POST /operation/municipalities/<municipality>/invitations
    may_operate     POST /operation/municipalities/<municipality>/invitations/<invitation>/withdraw
    may_operate     POST /operation/municipalities/<municipality>/territory
    may_operate     POST /operation/municipalities/<municipality>/territory/<change>/remove
    may_operate     POST /operation/municipalities/new
    may_operate     POST /operation/municipalities/own
    may_operate     POST /operation/operators
    may_operate     POST /operation/operators/<account>/remove
    may_operate     POST /operation/operators/invitations/<invitation>/withdraw
    may_read        GET  /api/v1/municipalities/<municipality>/assessments
    may_read        GET  /api/v1/municipalities/<municipality>/assessments/<checklist>/<year>
    may_read        GET  /api/v1/municipalities/<municipality>/assessments/<checklist>/<year>/results
    may_read        GET  /api/v1/municipalities/<municipality>/assessments/<checklist>/comparisons
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/answers
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/finish
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/finish/<number>
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/forecast
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/forecast.<suffix>
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/history
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/next
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/council
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/council.docx
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/council.pdf
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/poster-a3.pdf
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/poster-a4.pdf
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/public
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/report
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/report.docx
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/report.json
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/report.pdf
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/papers/report.xlsx
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/questionnaire
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/result
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/result/<name>.<suffix>
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/result/answers.csv
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/result/archive.zip
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/result/assessment.json
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/result/numbers
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/result/result.xlsx
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/years
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/years.<suffix>
    may_read        GET  /municipalities/<municipality>/<checklist>/<year>/years/<name>.<suffix>
    may_read        GET  /municipalities/<municipality>/measures
    may_read        GET  /municipalities/<municipality>/measures/<measure>
    may_read        GET  /municipalities/<municipality>/measures/plan.csv
    may_read        GET  /municipalities/<municipality>/measures/plan.xlsx
    may_read        GET  /municipalities/<municipality>/measures/proposals
    may_read        GET  /municipalities/<municipality>/measures/roadmap
    may_read        GET  /municipalities/<municipality>/measures/suggestions
    may_read        GET  /municipalities/<municipality>/papers
    may_see_levels  GET  /municipalities/<municipality>/<checklist>/<year>/levels
    may_start       GET  /municipalities/<municipality>/<checklist>/<year>/move
    may_start       GET  /municipalities/<municipality>/<checklist>/<year>/remove
    may_start       GET  /municipalities/<municipality>/import
    may_start       GET  /municipalities/<municipality>/import/<draft_id>
    may_start       GET  /municipalities/<municipality>/import/<draft_id>/rows.csv
    may_start       GET  /municipalities/<municipality>/import/blank.csv
    may_start       GET  /municipalities/<municipality>/measures/calendar
    may_start       POST /municipalities/<municipality>/<checklist>/<year>/archive
    may_start       POST /municipalities/<municipality>/<checklist>/<year>/discard
    may_start       POST /municipalities/<municipality>/<checklist>/<year>/finish
    may_start       POST /municipalities/<municipality>/<checklist>/<year>/finish/reopen
    may_start       POST /municipalities/<municipality>/<checklist>/<year>/move
    may_start       POST /municipalities/<municipality>/<checklist>/<year>/papers/public
    may_start       POST /municipalities/<municipality>/<checklist>/<year>/papers/public/revoke
    may_start       POST /municipalities/<municipality>/<checklist>/<year>/restore
    may_start       POST /municipalities/<municipality>/import
    may_start       POST /municipalities/<municipality>/import/<draft_id>
    may_start       POST /municipalities/<municipality>/import/<draft_id>/discard
    may_start       POST /municipalities/<municipality>/import/<draft_id>/take
    may_start       POST /municipalities/<municipality>/measures/calendar
    may_start       POST /municipalities/<municipality>/measures/calendar/<feed>/revoke
    may_start       POST /municipalities/<municipality>/territory
    may_start       POST /municipalities/<municipality>/territory/<change>/remove
    may_start_here  GET  /start/<municipality>
    may_start_here  POST /start/<municipality>
"""  # noqa: E501
# Browsers ask for these by themselves; they do what GET does, or nothing.
IMPLIED = {"HEAD", "OPTIONS"}


def readable(rule: str) -> str:
    """The address of a route without the converters of its parts."""
    parts = [part.rpartition(":")[2].rpartition(")")[2] for part in rule.split("<")]
    return "<".join(parts)


def permission_of(app: Flask, endpoint: str) -> str:
    if endpoint == "static":
        return "everyone"
    return str(vars(app.view_functions[endpoint])["permission"].__name__)


def test_every_page_is_open_to_those_in_the_table_and_to_nobody_else(made_app: Flask) -> None:
    found = sorted(
        f"{permission_of(made_app, rule.endpoint):15} {method:4} {readable(rule.rule)}"
        for rule in made_app.url_map.iter_rules()
        for method in (rule.methods or set()) - IMPLIED
    )

    assert found == [line.strip() for line in WHO_MAY_ENTER.strip().splitlines()]
