"""Groups inside a class, and the pages that show one of them alone."""

from __future__ import annotations

import re

from web.teacher.demo_class import Room, page_tables

READERS = 14


def test_a_group_is_made_changed_removed_and_brought_back(room: Room) -> None:
    desk, two = room.desk, sorted(room.learners[:2])
    address = desk.of_class("groups")
    assert "المجموعة أ" in desk.posts(address, name=" المجموعة أ ", learner=[*two, "stranger"]).html
    (group,) = room.store.groups.of_class(room.school, desk.class_id)
    assert group.learners == set(two)
    desk.posts(f"{address}/{group.id}", name="أ", learner=two[:1], had=two)
    (group,) = room.store.groups.of_class(room.school, desk.class_id)
    assert (group.name, group.learners) == ("أ", {two[0]})
    desk.posts(f"{address}/{group.id}", name="", learner=two)
    assert room.store.groups.of_class(room.school, desk.class_id) == [group]
    removed = desk.posts(f"{address}/{group.id}/remove")
    assert not room.store.groups.of_class(room.school, desk.class_id)
    undo = re.search(r'action="([^"]*/restore)"', removed.html)
    assert undo
    desk.posts(undo[1])
    assert room.store.groups.of_class(room.school, desk.class_id) == [group]
    for path in ("nothing", "nothing/remove", "nothing/restore"):
        assert desk.posts(f"{address}/{path}", name="x").status == 404
    desk.posts(f"{address}/{group.id}/remove")


def test_scores_and_who_needs_help_are_of_the_group_alone(room: Room) -> None:
    desk, names = room.desk, {member.learner: member.name for member in room.work().members}
    group = room.store.groups.add(room.school, desk.class_id, "ب", room.learners[:3])
    chosen = {names[learner] for learner in room.learners[:3]}
    for page in ("scores", f"texts/{room.lesson.slug}"):
        html = desk.opens(desk.of_class(f"{page}?group={group.id}")).html
        (table, *_) = page_tables(html).values()
        assert {row[0] for row in table} == chosen, page
    html = desk.opens(desk.of_class(f"scores?group={group.id}&low=99")).html
    assert set(re.findall(r'<a class="who"[^>]*><bdi>(.*?)</bdi>', html)) == chosen
    room.store.groups.remove(room.school, desk.class_id, group.id, True)


def test_a_text_is_assigned_to_a_group_with_its_learners_ticked(room: Room) -> None:
    desk, two = room.desk, room.learners[1:3]
    group = room.store.groups.add(room.school, desk.class_id, "ج", two)
    address = f"/desk/assignments/new?class={desk.class_id}&group={group.id}"
    assert address.replace("&", "&amp;") in desk.opens(desk.of_class("groups")).html
    html = desk.opens(address).html
    ticked = re.findall(r'name="(class|learner)" value="([^"]*)" checked', html)
    assert sorted(ticked) == sorted(("learner", learner) for learner in two)
    for unknown in (f"class={desk.class_id}&group=nothing", f"class=nothing&group={group.id}"):
        assert 'name="learner" value="x" checked' not in desk.opens(f"/desk/assignments/new?{unknown}").html
    room.store.groups.remove(room.school, desk.class_id, group.id, True)


def test_what_another_teacher_changed_meanwhile_stays(room: Room) -> None:
    desk, (first, second, third) = room.desk, sorted(room.learners[:3])
    desk.posts(desk.of_class("groups"), name="أ", learner=[first, second])
    (group,) = room.store.groups.of_class(room.school, desk.class_id)
    room.store.groups.change(room.school, desk.class_id, group.id, "أ", [first, second, third])
    desk.posts(desk.of_class(f"groups/{group.id}"), name="أ", learner=[first], had=[first, second])
    (group,) = room.store.groups.of_class(room.school, desk.class_id)
    assert group.learners == {first, third}
