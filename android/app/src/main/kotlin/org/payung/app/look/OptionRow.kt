package org.payung.app.look

import android.content.Context
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.CheckBox
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.RadioButton
import org.payung.app.R

/** What one option says. Every text is the core's; an empty one takes no room. */
data class OptionText(
    val label: String,
    val help: String = "",
    val price: String = "",
    /** A name of the icon set; empty for none. */
    val pictogram: String = "",
    /** Others beside it have a pictogram: its words begin where theirs do. */
    val indented: Boolean = false,
    /** What somebody hears who holds it down; the label, the help and the price without one. */
    val spoken: String = "",
)

/**
 * One option of a question: pictogram, words, price, and a mark that is round where one is chosen and square where several are.
 * The whole row is the target. A screen reader hears one sentence and that it can be chosen.
 */
class OptionRow(
    context: Context,
    text: OptionText,
    private val chosen: Boolean,
    private val several: Boolean,
    fixed: Boolean,
    hear: ((String) -> Unit)? = null,
    press: () -> Unit,
) : LinearLayout(context) {
    /** The drawing's name; empty where there is none. */
    val pictogram: String = text.pictogram

    init {
        gravity = Gravity.CENTER_VERTICAL
        minimumHeight = context.size(R.dimen.button)
        setBackgroundResource(R.drawable.option)
        isSelected = chosen
        val inset = context.size(R.dimen.space_m)
        setPadding(inset, inset, inset, inset)
        addPictogram(text)
        addView(words(text), LayoutParams(0, WRAP_CONTENT, 1f))
        if (!below(text) && text.price.isNotEmpty()) {
            addView(context.heading(text.price), margined())
        }
        addView(mark(), margined())
        contentDescription = listOf(text.label, text.help, text.price).filter { it.isNotEmpty() }.joinToString(". ")
        isFocusable = true
        isEnabled = !fixed
        if (!fixed) setOnClickListener { press() }
        if (hear != null) {
            setOnLongClickListener {
                hear(text.spoken.ifEmpty { contentDescription.toString() })
                true
            }
        }
    }

    override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(info)
        info.className = if (several) CheckBox::class.java.name else RadioButton::class.java.name
        info.isCheckable = true
        info.isChecked = chosen
    }

    /** Beside a long help the price would leave too little room for words. */
    private fun below(text: OptionText) = context.largeText || text.help.length > SHORT_HELP

    private fun addPictogram(text: OptionText) {
        val icon = Icons.byName[text.pictogram]
        if (icon == null && !text.indented) return
        val view =
            ImageView(context).apply {
                icon?.let { setImageResource(it) }
                setColorFilter(context.getColor(R.color.primary))
            }
        val side = context.size(R.dimen.pictogram)
        addView(view, LayoutParams(side, side).apply { marginEnd = context.size(R.dimen.space_m) })
    }

    private fun words(text: OptionText) =
        Column(context).apply {
            put(context.body(text.label))
            if (text.help.isNotEmpty()) put(context.small(text.help), R.dimen.space_xs)
            if (below(text) && text.price.isNotEmpty()) put(context.heading(text.price), R.dimen.space_xs)
            importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
        }

    private fun mark() =
        ImageView(context).apply {
            setImageResource(
                when {
                    several -> if (chosen) R.drawable.mark_square_on else R.drawable.mark_square_off
                    chosen -> R.drawable.mark_round_on
                    else -> R.drawable.mark_round_off
                },
            )
        }

    private fun margined() = LayoutParams(WRAP_CONTENT, WRAP_CONTENT).apply { marginStart = context.size(R.dimen.space_m) }

    private companion object {
        const val SHORT_HELP = 24
    }
}
