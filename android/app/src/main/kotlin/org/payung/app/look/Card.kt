package org.payung.app.look

import android.content.Context
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.TextView
import org.payung.app.R

/** Rows on a ground of their own, with a line between them. */
class Card(
    context: Context,
) : Column(context) {
    init {
        setBackgroundResource(R.drawable.card)
        val side = context.size(R.dimen.corner_l)
        setPadding(side, context.size(R.dimen.space_xs), side, context.size(R.dimen.space_xs))
    }

    /**
     * Words at the start and a value at the end; below each other where letters are large. [press] makes the whole row a button
     * and shows that it leads on. [certain] draws the value as something that is sure; [faint] is
     * something that cannot be used now, whose second line says why. [chosen] is what stands beside the list: its words are
     * stronger and it has the filled mark of a chosen option, so nobody needs a colour for it.
     */
    fun row(
        label: CharSequence,
        value: CharSequence = "",
        second: CharSequence = "",
        icon: Int = 0,
        certain: Boolean = false,
        faint: Boolean = false,
        chosen: Boolean = false,
        press: (() -> Unit)? = null,
    ): View {
        if (childCount > 0) line()
        val row =
            LinearLayout(context).apply {
                gravity = Gravity.CENTER_VERTICAL
                minimumHeight = context.size(R.dimen.target)
                setPadding(0, context.size(R.dimen.space_s), 0, context.size(R.dimen.space_s))
            }
        // Which drawing it is, for whoever looks for one.
        row.setTag(R.id.drawing, icon)
        if (icon !=
            0
        ) {
            row.addView(
                image(icon, if (faint) R.color.soft else R.color.primary),
                iconParams().apply {
                    marginEnd =
                        context.size(R.dimen.space_m)
                },
            )
        }
        val below = context.largeText || value.length > LONG_VALUE
        val first =
            if (chosen) {
                strong(label)
            } else if (faint) {
                context.help(label)
            } else {
                context.body(label)
            }
        row.addView(words(first, second, if (below) value else "", certain), LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f))
        if (!below && value.isNotEmpty()) {
            val params = LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT)
            params.marginStart = context.size(R.dimen.space_m)
            row.addView(valueView(value, certain).apply { gravity = Gravity.END }, params)
        }
        if (press != null) {
            val end = if (chosen) mark() else image(R.drawable.icon_forward, R.color.soft)
            row.addView(end, iconParams().apply { marginStart = context.size(R.dimen.space_s) })
            // A screen reader says it too.
            row.isSelected = chosen
            row.setBackgroundResource(R.drawable.row_touch)
            row.isFocusable = true
            row.accessibilityDelegate = AsButton
            row.setOnClickListener(once(press))
        }
        addView(row, LayoutParams(MATCH_PARENT, WRAP_CONTENT))
        return row
    }

    private fun words(
        first: TextView,
        second: CharSequence,
        value: CharSequence,
        certain: Boolean,
    ) = Column(context).apply {
        put(first)
        if (second.isNotEmpty()) put(context.small(second), R.dimen.space_xs)
        if (value.isNotEmpty()) put(valueView(value, certain), R.dimen.space_xs)
    }

    private fun valueView(
        value: CharSequence,
        certain: Boolean,
    ): TextView =
        strong(value).apply {
            if (certain) setTextColor(context.getColor(R.color.success))
        }

    /** Looks like a heading and is none. */
    private fun strong(text: CharSequence): TextView =
        context.heading(text).apply {
            if (android.os.Build.VERSION.SDK_INT >= 28) isAccessibilityHeading = false
        }

    private fun mark() =
        ImageView(context).apply {
            setImageResource(R.drawable.mark_round_on)
            importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
        }

    private fun line() {
        val line = View(context).apply { setBackgroundColor(context.getColor(R.color.line)) }
        addView(line, LayoutParams(MATCH_PARENT, context.size(R.dimen.hairline)))
    }

    private fun image(
        icon: Int,
        colour: Int,
    ) = ImageView(context).apply {
        setImageResource(icon)
        setColorFilter(context.getColor(colour))
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    private fun iconParams() = LinearLayout.LayoutParams(context.size(R.dimen.icon), context.size(R.dimen.icon))

    private companion object {
        /** Characters; a longer value gets a line of its own. */
        const val LONG_VALUE = 18
    }
}
