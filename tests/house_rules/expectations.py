"""What to expect of the house: who may what, what to fill in, where a view itself says no.

A new page comes into the walk by itself. If it needs something to fill in, a new part in its
address or a new permission, the walk asks for a line in one of these tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from werkzeug.routing import Rule

from app.accounts.doorkeeper import SETTING_UP
from app.accounts.roles import Role
from app.web.problems import PROGRAMS
from app.workshops.pressed import fingerprint
from tests.builders import CHECKLIST, PASSWORD
from tests.house_rules.towns import YEAR, Asker

WHO_MAY = {
    "everyone": {"nobody", "account", "desk"},
    "is_known": {"account", "desk"},
    "is_logged_in": {"account"},
    "has_own_account": {"account"},
    "is_at_the_desk": {"desk"},
    "may_operate": {"operator"},
    "may_found": {"founder", "desk"},
    "may_start_here": {"coordinator", "founder", "desk"},
    "may_coordinate": {"coordinator"},
    "may_start": {"coordinator", "desk"},
    "may_answer": {"coordinator", "editor", "desk"},
    "may_moderate": {"coordinator", "moderator", "desk"},
    "may_read": {"coordinator", "editor", "viewer", "desk"},
    "may_see_levels": {"coordinator", "editor", "viewer", "moderator", "desk"},
    "may_enter": {"coordinator", "editor", "viewer", "moderator", "desk"},
}
"""What somebody has to be, in the town of the address if it names one; one of these is enough."""
MISSING: Mapping[str, object] = {
    "municipality": "own-nowhere",
    "checklist": "no_such_checklist",
    "year": YEAR + 5,
    "section": "no_such_section",
    "criterion": "no_such_criterion",
    "person_id": 999_999,
    "account": 999_999,
    "invitation": 999_999,
    "invitation_id": 999_999,
    "log_in": 999_999,
    "change": 999_999,
    "draft_id": 999_999,
    "token": "no-such-token",
    "token_id": 999_999,
    "name": "no_such_chart",
    "number": 999,
    "filename": "no_such.css",
    "key": "no_such_checklist",
    "version": "9.9.9",
    "workshop": 999_999,
    "idea": 999_999,
    "measure": 999_999,
    "feed": 999_999,
}
"""What stands for a part of an address and leads nowhere."""
CHOSEN_ONES = {"suffix"}
"""Parts of addresses that have a fixed choice."""
ELSEWHERE = {"checklist": "haltefaktoren", "year": YEAR - 2, "section": "hf_work"}
ELSEWHERE |= {"criterion": "hf_job_prospects"}
"""What only the third town has, and its people beside."""
ANSWER = {"{criterion}-version": "{version}", "{criterion}-choice": "level:2"}
TARGET = {"{criterion}-version": "{version}", "{criterion}-target": "3"}
CODE = {"code": "123456"}
# The first row of the page is the municipality itself, and stands for it where nothing is sent.
MERGING = {"kind": "merged", "year": "2001"}
MERGING |= {"predecessors_1_key": "07999901", "predecessors_1_name": "Früherort"}
MERGING |= {"successors_0_key": "07999902", "successors_0_name": "Späterort"}
PLAN = {"check": "{checklist}/{year}", "title": "Runder Tisch", "held_on": "2026-12-12"}
PLAN |= {"minutes": "120", "which": "core", "pace": "steps", "languages": "de"}
PLAN |= {"group_0-de-name": "Verwaltung", "most_participants": "80", "threshold": "5"}
PLAN |= {"kept_days": "90"}
# The fingerprint of a criterion on which nothing was revealed or decided.
DECISION = {"choice": "level:2", "how": "agreed", "seen": fingerprint(repr((0, None)))}
TOKEN = {"name": "Statistik", "scope": "notes", "days": "30"}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "account.end_one": {},
    "account.end_others": {},
    "account.keep_name": {"name": "Neuer Name"},
    "account.switch_mails": {"reminders": "off"},
    "account.choose_password": {"password": PASSWORD, "new_password": "noch ein langer satz"},
    "account.leave_for_good": {"email": "{email}"},
    "answering.save_section": {**ANSWER, "{criterion}-note": "neu"},
    "answering.save_criterion": {**ANSWER, "{criterion}-note": "neu"},
    "assigning.hand_out": {"account": "{account}", "message": "bitte", "due_on": "2100-01-02"},
    "assigning.give_again": {"message": "bitte noch einmal"},
    "assigning.take_away": {},
    "assigning.give_back": {},
    "calendar.make": {},
    "calendar.revoke": {},
    "carrying.go_on": {"measures": "{old_measure}"},
    "conflicts.decide": {**ANSWER, "{criterion}-keep": "mine"},
    "finishing.close": {},
    "finishing.open_again": {"reason": "eine Zahl vertauscht"},
    "first_account.begin": {"email": "a@example.org", "name": "A", "new_password": PASSWORD},
    "invitations.take_up": {"name": "Neu", "new_password": "noch ein langer satz"},
    "lifecycle.change_scope": {"scope": "short"},
    "lifecycle.put_aside": {},
    "lifecycle.bring_back": {},
    "lifecycle.throw_away": {"confirm": "{year}"},
    "moving.go": {"to": "9.9.9"},
    "log_in.enter_as_demo": {"identity": "account-1"},
    "log_in.enter_with_code": CODE,
    "log_in.enter_with_password": {"email": "viewer@example.org", "password": PASSWORD},
    "log_in.forgot_password": {"email": "viewer@example.org"},
    "log_in.keep_alive": {},
    "log_in.leave": {},
    "measure.discard": {},
    "measure.note": {"note": "Angebot eingeholt"},
    "measure.turn": {"state": "decided"},
    "measure_writing.keep": {"title": "Flyer", "version": "{measure_version}"},
    "measure_writing.keep_new": {"title": "Flyer"},
    "municipalities.add_own_place": {"name": "Neuort", "country": "Land 9", "population": "90"},
    "municipalities.add_place": {"key": "07334007"},
    "municipalities.invite": {"email": "neu@example.org"},
    "municipalities.make_password_link": {},
    "municipalities.withdraw": {},
    "importing.bring": {},
    "importing.read_again": {"year": "2021"},
    "importing.take": {"finishes": "y"},
    "importing.throw_away": {},
    "operated_territory.keep_for_operators": MERGING,
    "operated_territory.remove_for_operators": {},
    "council_paper.keep": {"version": "0", "situation": "So steht es.", "file_number": "1"},
    "public_summary.make_public": {},
    "public_summary.take_back": {},
    "operation.send_test_mail": {},
    "operators.invite": {"email": "neu@example.org"},
    "operators.remove": {},
    "operators.withdraw": {},
    "overview.keep_details": {"respondent": "Rathaus"},
    "pages.choose_language": {"language": "en"},
    "people.change_roles": {"roles": "viewer"},
    "people.invite_somebody": {"email": "neu@example.org", "roles": "viewer"},
    "people.send_new_password": {},
    "people.take_out": {},
    "people.withdraw_invitation": {},
    "second_factor.renew_codes": CODE,
    "second_factor.switch_off": CODE,
    "second_factor.switch_on": CODE,
    "settings.erase_for_good": {"confirm": "{place}", "password": PASSWORD},
    "settings.take_out": {},
    "settling.settle": {"decision": "leave"},
    "single_sign_on.begin": {},
    "start.add_own_place": {"name": "Neuort", "country": "Land 9", "population": "90"},
    "start.choose_checklist": {"checklist": CHECKLIST, "year": "2030", "scope": "full"},
    "targets.accept_proposals": {},
    "targets.save_target": TARGET,
    "targets.save_targets": TARGET,
    "territory.keep": MERGING,
    "territory.remove": {},
    "tokens.end": {},
    "workshop_agenda.change": {"what": "skip", "criterion": "mi_website"},
    "workshop_agenda.more_time": {"what": "5", "seen": "90"},
    "workshop_agenda.plan": {},
    "workshop_console.begin": {},
    "workshop_console.close_round": {"rounds": "{open_round}"},
    "workshop_console.end": {},
    "workshop_console.keep_notes": {"room-note": "Kaffee um vier"},
    "workshop_console.let_join": {},
    "workshop_console.lock": {"what": "lock"},
    "workshop_console.open_round": {"criterion": "mi_website", "seen": "{newest_round}"},
    "workshop_console.remove": {"sign": "{sign}"},
    "workshop_console.reveal_round": {"rounds": "{closed_round}"},
    "workshop_console.turn": {"criterion": "mi_website"},
    "workshop_decisions.keep": DECISION,
    "workshop_ideas.change": {"text": "Café", "state": "hidden"},
    "workshop_ideas.draft": {},
    "workshop_ideas.turn": {"phase": "collecting"},
    "workshop_ideas.write": {"text": "Café"},
    "workshop_paper.keep": {"round": "1"},
    "workshop_record.erase": {},
    "workshop_rehearsal.let_them_in": {},
    "tokens.make": {**TOKEN, "municipality": "all", "password": PASSWORD},
    "workshop_plans.discard": {},
    "workshop_plans.keep": PLAN,
    "workshop_plans.prepare": PLAN,
    "workshop_plans.rehearse": {},
    "workshop_joining.enter": {"join_code": "ZZZZ-ZZZZ"},
    "workshop_joining.sit": {"group": "1"},
    "workshop_phone.give": {"idea": "1"},
    "workshop_phone.leave": {},
    "workshop_phone.offer": {"idea": "Schilder", "about": ""},
    "workshop_phone.vote": {"criterion": "mi_language_needs", "round": "1", "choice": "2"},
}
"""What somebody would send to each view, so that only the walls can be in the way."""
CHANGES_NOTHING_HERE = {
    "finishing.open_again": "nothing is finished",
    "first_account.begin": "the desk has a house of its own, below",
    "importing.bring": "needs a file",
    "invitations.take_up": "needs a link that was opened before",
    "moving.go": "there is no newer version here",
    "log_in.enter_as_demo": "only in the demo",
    "log_in.enter_with_code": "needs a password before",
    "log_in.forgot_password": "sends no mail here",
    "operation.send_test_mail": "sends no mail here",
    "log_in.keep_alive": "a sign of life",
    "pages.choose_language": "a cookie",
    "public_summary.make_public": "only what is finished",
    "public_summary.take_back": "nothing is public here",
    "second_factor.switch_off": "needs a code of this moment",
    "second_factor.switch_on": "needs a code of this moment",
    "single_sign_on.begin": "no provider is set up",
    "start.add_own_place": "only at a desk of one's own",
    "workshop_joining.sit": "needs a ticket",
    "workshop_phone.give": "needs a ticket",
    "workshop_phone.leave": "a cookie",
    "workshop_phone.offer": "needs a ticket",
    "workshop_phone.vote": "needs a ticket",
}
"""Views whose success the walk cannot see; each has tests of its own."""
SAYS_NO_TO: Mapping[str, Mapping[str, str]] = {
    "editor shut out": {
        "answering.save_section": "refused",
        "answering.save_criterion": "refused",
        "conflicts.decide": "refused",
        "assigning.give_back": "missing",
    },
    # Only whoever was asked to fill in can say that it is done; and the walk brings no file along.
    # What is not finished cannot be shown to everybody.
    "coordinator": {
        "assigning.give_back": "missing",
        "importing.bring": "not taken",
        "public_summary.make_public": "not taken",
    },
    "coordinator elsewhere": {
        "assigning.give_back": "missing",
        "importing.bring": "not taken",
        "public_summary.make_public": "not taken",
    },
    "member of both": {"assigning.give_back": "missing"},
    "desk": {
        "assigning.give_back": "missing",
        "importing.bring": "not taken",
        "public_summary.make_public": "not taken",
    },
    # The code is wrong; that is a guess, and it is counted.
    "operator": {"second_factor.renew_codes": "answers", "operation.send_test_mail": "not taken"},
}
"""Where a view itself says no to somebody who may enter it."""
PRYING = [
    "person=account-{person_id}&part=no_such&before=999999&all=1&since=20200101000000",
    "person={person_id}&q=placecanaryof&next=/municipalities/{municipality}&begun=1",
    "after={municipality}&limit=200&from={year}&to={year}",
]
"""What somebody might add to an address to see more; filled in with what is another town's."""


def permission_of(app: Flask, rule: Rule) -> str:
    if rule.endpoint == "static":
        return "everyone"
    return str(vars(app.view_functions[rule.endpoint])["permission"].__name__)


def standing(app: Flask, asker: Asker, town: object) -> set[str]:
    """What somebody is, in this town or without any."""
    if asker.is_desk:
        return {"desk"}
    if not asker.is_known:
        return {"nobody"}
    coordinates = any(Role.COORDINATOR in held for held in asker.roles.values())
    founds = app.config["MODE"] == "desk" and (coordinates or not asker.roles)
    facts = {"account": True, "operator": asker.is_operator, "founder": founds}
    return {word for word, holds in facts.items() if holds} | {*asker.roles.get(str(town), ())}


def _for(rule: Rule, *, people: str, programs: str) -> str:
    """Pages lead people on; programs hear what is the matter."""
    is_for_programs = f"{rule.rule}/".startswith(f"{PROGRAMS}/")
    return programs if is_for_programs else people


def outcome(app: Flask, asker: Asker, rule: Rule, arguments: Mapping[str, object]) -> str:
    """What comes of asking for something that is there."""
    permission, town = permission_of(app, rule), arguments.get("municipality")
    if permission == "everyone":
        return "answers"
    if not WHO_MAY[permission].isdisjoint(standing(app, asker, town)):
        halfway = asker.lacks_second_factor and rule.endpoint not in SETTING_UP
        return _for(rule, people="second factor", programs="refused") if halfway else "opens"
    if not asker.is_known:
        return _for(rule, people="log in", programs="who asks?")
    hidden = "municipality" in rule.arguments and not asker.roles.get(str(town))
    return "missing" if hidden and not asker.is_desk else "refused"


def filled_in(endpoint: str, values: Mapping[str, object]) -> dict[str, str]:
    """The fields that somebody would send to this view."""
    return {
        name.format_map(values): text.format_map(values) for name, text in FIELDS[endpoint].items()
    }
