"""What threads tell the window: in order, in its own thread, and to nobody once the listener has gone."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from ui.base.tasks import Post

MANY = 500


def teller(post: Post, what: range) -> threading.Thread:
    def tell() -> None:
        for each in what:
            post.put(each)

    thread = threading.Thread(target=tell)
    thread.start()
    return thread


def test_each_listener_hears_its_own_in_order_and_in_the_windows_thread(qtbot: QtBot) -> None:
    keeper, heard = QObject(), ([], [])
    posts = [Post(keeper) for _ in heard]
    for post, words in zip(posts, heard, strict=True):
        post.came.connect(lambda what, words=words: words.append((what, threading.current_thread())))
    for thread in [teller(posts[0], range(MANY)), teller(posts[1], range(MANY, 2 * MANY))]:
        thread.join()
    qtbot.waitUntil(lambda: all(len(words) == MANY for words in heard))
    here = threading.current_thread()
    assert heard[0] == [(each, here) for each in range(MANY)]
    assert heard[1] == [(each, here) for each in range(MANY, 2 * MANY)]


def test_a_listener_may_go_while_it_is_told(qtbot: QtBot) -> None:
    for _ in range(20):
        keeper = QObject()
        post = Post(keeper)
        thread = teller(post, range(MANY))
        delete(keeper)
        thread.join()
    keeper = QObject()
    last = Post(keeper)
    with qtbot.waitSignal(last.came):
        last.put("still heard")


def test_what_comes_after_the_end_is_left(qtbot: QtBot) -> None:
    keeper, heard = QObject(), []
    post, other = Post(keeper), Post(keeper)
    post.came.connect(heard.append)
    post.put("one")
    post.close()
    post.put("two")
    with qtbot.waitSignal(other.came):
        other.put("later")
    assert heard == [] and post.left() == ("one", "two")
