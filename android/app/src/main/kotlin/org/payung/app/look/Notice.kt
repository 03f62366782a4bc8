package org.payung.app.look

import android.content.Context
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.ImageView
import android.widget.LinearLayout
import org.payung.app.R

/** What a notice is about. Its shape and its icon say it too, so that nobody needs the colour. */
enum class NoticeKind(
    internal val icon: Int,
    internal val colour: Int,
    internal val ground: Int,
) {
    /** What we understood, and what is certain. */
    CERTAIN(R.drawable.icon_check, R.color.success, R.drawable.notice_success),

    /** What to look at again. It never stands in the way. */
    LOOK_AGAIN(R.drawable.icon_warning, R.color.warning, R.drawable.notice_warning),

    /** The office's own words about an answer. */
    OFFICE(R.drawable.icon_state_correction, R.color.warning, R.drawable.notice_warning),
}

/** A few sentences on a ground of their own. What is said while somebody reads the screen is put into [Hints], or announced ([announce]). */
fun Context.notice(
    kind: NoticeKind,
    text: CharSequence,
): View =
    LinearLayout(this).apply {
        setBackgroundResource(kind.ground)
        val inset = size(R.dimen.space_m)
        setPadding(inset, inset, inset, inset)
        addView(
            ImageView(context).apply {
                setImageResource(kind.icon)
                setColorFilter(context.getColor(kind.colour))
                importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
            },
            LinearLayout.LayoutParams(size(R.dimen.icon), size(R.dimen.icon)),
        )
        addView(
            body(text).apply { setTextColor(context.getColor(kind.colour)) },
            LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f).apply {
                marginStart = size(R.dimen.space_m)
                gravity = Gravity.CENTER_VERTICAL
            },
        )
    }

/** Reads a view to somebody once it is there. One that is a live region when it comes would be read with each drawing of the same. */
internal fun View.announce() = post { accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE }
