package org.payung.app.core

import org.payung.core.PayungException

/** What went wrong, in the core's words, and the way on. */
data class Trouble(
    /** Empty when the core itself failed: the shell then has a sentence of its own. */
    val words: String,
    val way: Way,
    /** With [Way.QUESTION]: which. */
    val question: String = "",
) {
    /** Nothing here leads on: what can be done is in the words. */
    val isOnlyRead get() = words.isNotEmpty() && way in setOf(Way.READ, Way.QUESTION, Way.CAMERA)
}

/** What can be done about a trouble. */
enum class Way {
    /** Nothing more than to read it. */
    READ,
    TRY_AGAIN,
    UNLOCK,
    START_CLEAN,
    UPDATE,
    FREE_ROOM,
    QUESTION,
    CAMERA,
}

/** The trouble behind a call that failed. */
fun troubleOf(error: Throwable): Trouble =
    when (error) {
        is PayungException.NotPossible -> Trouble(error.words, Way.READ)
        is PayungException.MissingAnswers -> Trouble(error.words, Way.QUESTION, error.questions.first())
        is PayungException.KeyLocked -> Trouble(error.words, Way.UNLOCK)
        is PayungException.WrongPassphrase -> Trouble(error.words, Way.UNLOCK)
        is PayungException.KeyGone -> Trouble(error.words, Way.START_CLEAN)
        is PayungException.TryLater -> Trouble(error.words, Way.TRY_AGAIN)
        is PayungException.DiskFull -> Trouble(error.words, Way.FREE_ROOM)
        is PayungException.NewerData -> Trouble(error.words, Way.UPDATE)
        is PayungException.Damaged -> Trouble(error.words, Way.TRY_AGAIN)
        is PayungException.Configuration -> Trouble(error.words, Way.READ)
        is PayungException.Photo -> Trouble(error.words, Way.CAMERA)
        else -> Trouble("", Way.TRY_AGAIN)
    }
