package org.payung.app.screen

import android.os.Build
import android.text.Editable
import android.text.TextWatcher
import android.text.method.DigitsKeyListener
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.EditText

/** How digits are set apart while somebody types them. The core reads them with and without. */
sealed class Grouping {
    /** The text with its digits set apart; a text that is not only digits stays as it is. */
    abstract fun group(text: String): String

    /** What can be typed into a field for digits. */
    fun keys(): DigitsKeyListener = DigitsKeyListener.getInstance("0123456789 .")

    object None : Grouping() {
        override fun group(text: String) = text
    }

    /** Dots from the right, as amounts are written in Indonesia. */
    object Thousands : Grouping() {
        override fun group(text: String): String {
            val digits = digits(text, ".") ?: return text
            return digits
                .reversed()
                .chunked(3)
                .joinToString(".")
                .reversed()
        }
    }

    /** Spaces from the left; the last size repeats. */
    data class Blocks(
        val sizes: List<Int>,
    ) : Grouping() {
        override fun group(text: String): String {
            var rest = digits(text, " ") ?: return text
            val blocks = mutableListOf<String>()
            while (rest.isNotEmpty()) {
                val size = sizes.getOrElse(blocks.size) { sizes.last() }
                blocks += rest.take(size)
                rest = rest.drop(size)
            }
            return blocks.joinToString(" ")
        }
    }

    companion object {
        fun of(sizes: List<Int>): Grouping = if (sizes.none { it > 0 }) None else Blocks(sizes.filter { it > 0 })

        private fun digits(
            text: String,
            mark: String,
        ): String? = text.replace(mark, "").takeIf { it.all { sign -> sign in '0'..'9' } }
    }
}

/** Passes on what is typed, and sets its digits apart without moving the cursor away from where somebody types. */
class Typing(
    private val field: EditText,
    private val grouping: Grouping,
    private val typed: (String) -> Unit,
) : TextWatcher {
    private var own = false

    override fun afterTextChanged(text: Editable) {
        if (own) return
        val before = text.toString()
        val grouped = grouping.group(before)
        if (grouped != before) {
            val digits = before.take(field.selectionEnd.coerceAtLeast(0)).count { it.isDigit() }
            own = true
            field.setText(grouped)
            own = false
            field.setSelection(after(grouped, digits))
        }
        typed(grouped)
    }

    override fun beforeTextChanged(
        text: CharSequence?,
        start: Int,
        count: Int,
        after: Int,
    ) = Unit

    override fun onTextChanged(
        text: CharSequence?,
        start: Int,
        before: Int,
        count: Int,
    ) = Unit

    /** The place behind so many digits. */
    private fun after(
        text: String,
        digits: Int,
    ): Int {
        var seen = 0
        text.forEachIndexed { index, sign ->
            if (seen == digits) return index
            if (sign.isDigit()) seen++
        }
        return text.length
    }
}

/** Names a field to a screen reader: the question is its label. */
class Labelled(
    private val label: String,
) : View.AccessibilityDelegate() {
    override fun onInitializeAccessibilityNodeInfo(
        host: View,
        info: AccessibilityNodeInfo,
    ) {
        super.onInitializeAccessibilityNodeInfo(host, info)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
            info.hintText = label
            return
        }
        // Older phones know no label beside the text: it is read behind what was typed, and alone in an empty field.
        val typed = (host as? EditText)?.text?.toString().orEmpty()
        info.text = if (typed.isEmpty()) label else "$typed, $label"
    }
}
