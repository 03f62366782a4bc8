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
     * and shows that it leads on. [certain] draws the value as something that is sure.
     */
    fun row(
        label: CharSequence,
        value: CharSequence = "",
        second: CharSequence = "",
        icon: Int = 0,
        certain: Boolean = false,
        press: (() -> Unit)? = null,
    ): View {
        if (childCount > 0) line()
        val row =
            LinearLayout(context).apply {
                gravity = Gravity.CENTER_VERTICAL
                minimumHeight = context.size(R.dimen.target)
                setPadding(0, context.size(R.dimen.space_s), 0, context.size(R.dimen.space_s))
            }
        if (icon != 0) row.addView(image(icon, R.color.primary), iconParams().apply { marginEnd = context.size(R.dimen.space_m) })
        val below = context.largeText || value.length > LONG_VALUE
        row.addView(words(label, second, if (below) value else "", certain), LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f))
        if (!below && value.isNotEmpty()) {
            val params = LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT)
            params.marginStart = context.size(R.dimen.space_m)
            row.addView(valueView(value, certain).apply { gravity = Gravity.END }, params)
        }
        if (press != null) {
            row.addView(image(R.drawable.icon_forward, R.color.soft), iconParams().apply { marginStart = context.size(R.dimen.space_s) })
            row.setBackgroundResource(R.drawable.row_touch)
            row.isFocusable = true
            row.setOnClickListener(once(press))
        }
        addView(row, LayoutParams(MATCH_PARENT, WRAP_CONTENT))
        return row
    }

    private fun words(
        label: CharSequence,
        second: CharSequence,
        value: CharSequence,
        certain: Boolean,
    ) = Column(context).apply {
        put(context.body(label))
        if (second.isNotEmpty()) put(context.small(second), R.dimen.space_xs)
        if (value.isNotEmpty()) put(valueView(value, certain), R.dimen.space_xs)
    }

    private fun valueView(
        value: CharSequence,
        certain: Boolean,
    ): TextView =
        context.heading(value).apply {
            if (certain) setTextColor(context.getColor(R.color.success))
            if (android.os.Build.VERSION.SDK_INT >= 28) isAccessibilityHeading = false
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
