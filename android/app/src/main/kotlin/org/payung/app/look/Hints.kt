package org.payung.app.look

import android.content.Context
import android.graphics.Rect

/** One thing that a field says: a notice, or words that only help. */
data class Hint(
    /** None for words that only help. */
    val kind: NoticeKind?,
    val words: String,
)

/** What a field says while somebody types into it. What is new is read to them, since it comes into what was there before. */
class Hints(
    context: Context,
) : Column(context) {
    private var shown = emptyList<Hint>()

    init {
        accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE
    }

    /** The same hints are not drawn again: they would be read again with every letter. */
    fun show(hints: List<Hint>) {
        if (hints == shown) return
        shown = hints
        removeAllViews()
        for (hint in hints) put(if (hint.kind == null) context.help(hint.words) else context.notice(hint.kind, hint.words))
    }

    /** What is wrong is on screen, however large the letters are. */
    fun reveal() {
        post { requestRectangleOnScreen(Rect(0, 0, width, height), true) }
    }
}
