package org.payung.app.look

import android.content.Context
import android.os.Build
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.WindowInsets
import android.widget.LinearLayout
import org.payung.app.R

// The limits are resources, because Android makes a window anew at no other sizes than those that an app's resources name.

/** Whether there is room for two columns beside each other. */
internal val Context.isWide: Boolean
    get() = resources.getBoolean(R.bool.wide)

/** Whether there is so little height, as on a phone on its side, that only what is needed may stay still. */
internal val Context.isLow: Boolean
    get() = resources.getBoolean(R.bool.low)

/** Whether large letters leave a small screen room for little: the words come first, and what only decorates gives way. */
internal val Context.isTight: Boolean
    get() = largeText && resources.getBoolean(R.bool.small)

/** Whether the words of a step have no room in the bar, beside back, umbrella and *Dengarkan*. */
internal val Context.isNarrow: Boolean
    get() = resources.getBoolean(R.bool.narrow)

/** A list, and beside it what was chosen from it. Both keep clear of the system's bars together. */
class Panes(
    context: Context,
    list: View,
    detail: View,
) : LinearLayout(context) {
    init {
        setBackgroundResource(R.color.paper)
        addView(list, LayoutParams(0, MATCH_PARENT, LIST))
        val line = View(context).apply { setBackgroundResource(R.color.line) }
        addView(line, LayoutParams(context.size(R.dimen.hairline), MATCH_PARENT))
        addView(detail, LayoutParams(0, MATCH_PARENT, DETAIL))
        setOnApplyWindowInsetsListener { _, insets -> keepClear(insets) }
    }

    private companion object {
        const val LIST = 0.44f
        const val DETAIL = 0.56f
    }
}

/** Keeps a view clear of the system's bars, of gestures and of the keyboard. What is in it is told of none of them. */
internal fun View.keepClear(insets: WindowInsets): WindowInsets {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
        val bars = WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime()
        val clear = insets.getInsets(bars)
        setPadding(clear.left, clear.top, clear.right, clear.bottom)
        return WindowInsets.CONSUMED
    }
    @Suppress("DEPRECATION")
    setPadding(
        insets.systemWindowInsetLeft,
        insets.systemWindowInsetTop,
        insets.systemWindowInsetRight,
        insets.systemWindowInsetBottom,
    )
    @Suppress("DEPRECATION")
    return insets.consumeSystemWindowInsets()
}
