package org.payung.app.look

import android.content.Context
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.Space
import org.payung.app.R

/** Where somebody is in the form, as the core says it. */
data class Place(
    val title: String,
    val line: String,
    val panels: Int,
    val filled: Int,
)

/** The words of the step. */
fun Context.placeWords(place: Place): Column =
    Column(this).apply {
        put(context.heading(place.title))
        put(context.small(place.line), R.dimen.space_xs)
    }

/**
 * Back, where I am, and *Dengarkan* in the same corner of every screen. On a narrow screen the words of the step go below. Where
 * letters are large the screen scrolls with them ([placeWords]), since half of a small one would stay still otherwise.
 */
class TopBar(
    context: Context,
    listenLabel: CharSequence,
    backLabel: CharSequence,
    place: Place? = null,
    back: (() -> Unit)? = null,
    listen: (() -> Unit)? = null,
) : LinearLayout(context) {
    /** The button that reads the screen aloud; null where nothing can be read. */
    val listenButton: View?

    init {
        orientation = VERTICAL
        val first =
            LinearLayout(context).apply {
                gravity = Gravity.CENTER_VERTICAL
                minimumHeight = context.size(R.dimen.button)
            }
        if (back != null) first.addView(context.iconButton(R.drawable.icon_back, backLabel, back), square(R.dimen.target))
        if (place != null) first.addView(umbrella(place), umbrellaParams())
        val beside = place != null && !context.largeText && !context.isNarrow
        first.addView(if (beside) words(place!!) else Space(context), LayoutParams(0, WRAP_CONTENT, 1f))
        listenButton = listen?.let { listenButton(listenLabel, it) }
        listenButton?.let { first.addView(it, LayoutParams(WRAP_CONTENT, WRAP_CONTENT)) }
        addView(first, LayoutParams(MATCH_PARENT, WRAP_CONTENT))
        if (place != null && !beside && !context.largeText) addView(words(place), LayoutParams(MATCH_PARENT, WRAP_CONTENT))
    }

    private fun words(place: Place) =
        context.placeWords(place).apply { setPadding(context.size(R.dimen.space_s), 0, context.size(R.dimen.space_s), 0) }

    private fun umbrella(place: Place) = UmbrellaView(context, handle = false).apply { show(place.panels, place.filled) }

    private fun umbrellaParams(): LayoutParams {
        val unit = resources.displayMetrics.density
        return LayoutParams((48 * unit).toInt(), (32 * unit).toInt()).apply { marginEnd = context.size(R.dimen.space_s) }
    }

    private fun listenButton(
        label: CharSequence,
        press: () -> Unit,
    ): View =
        LinearLayout(context).apply {
            orientation = if (context.largeText) HORIZONTAL else VERTICAL
            gravity = Gravity.CENTER
            minimumWidth = context.size(R.dimen.target)
            minimumHeight = context.size(R.dimen.target)
            setBackgroundResource(R.drawable.row_touch)
            val inset = context.size(R.dimen.space_xs)
            setPadding(inset, inset, inset, inset)
            val icon =
                ImageView(context).apply {
                    setImageResource(R.drawable.icon_listen)
                    setColorFilter(context.getColor(R.color.ink))
                }
            addView(icon, square(R.dimen.icon))
            addView(
                context.small(label),
                LayoutParams(WRAP_CONTENT, WRAP_CONTENT).apply {
                    if (context.largeText) {
                        marginStart =
                            context.size(R.dimen.space_s)
                    }
                },
            )
            contentDescription = label
            isFocusable = true
            accessibilityDelegate = AsButton
            setOnClickListener { press() }
        }

    private fun square(side: Int) = LayoutParams(context.size(side), context.size(side))
}
