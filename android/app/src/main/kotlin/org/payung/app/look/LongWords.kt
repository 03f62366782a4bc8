package org.payung.app.look

import android.content.Context
import android.graphics.Paint
import android.graphics.Rect
import android.text.method.TransformationMethod
import android.util.TypedValue
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.TextView

/**
 * A text whose words are never broken without a hyphen. Where a word is wider than the line, large letters shrink, but never below
 * those of a body; what is still too wide is broken between syllables. Android has no hyphenation for Indonesian.
 */
class Words(
    context: Context,
    style: Int,
) : TextView(context, null, 0, style) {
    private val long = LongWords(this)

    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        long.fit(widthMeasureSpec)
        super.onMeasure(widthMeasureSpec, heightMeasureSpec)
    }

    override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(info)
        // Read without the hyphens that are only drawn.
        info.text = text
    }
}

/** The same for a button. */
class WordButton(
    context: Context,
    style: Int,
) : Button(context, null, 0, style) {
    private val long = LongWords(this)

    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        long.fit(widthMeasureSpec)
        super.onMeasure(widthMeasureSpec, heightMeasureSpec)
    }

    override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(info)
        info.text = text
    }
}

private class LongWords(
    private val view: TextView,
) {
    private val full = view.textSize
    private val least =
        view.context
            .size(org.payung.app.R.dimen.text_body)
            .toFloat()
            .coerceAtMost(full)
    private var fitted = -1
    private var of: CharSequence = ""

    /** Before each measuring: how large letters are and where words break depends on how much room there is. */
    fun fit(widthMeasureSpec: Int) {
        if (View.MeasureSpec.getMode(widthMeasureSpec) == View.MeasureSpec.UNSPECIFIED) return
        val room = View.MeasureSpec.getSize(widthMeasureSpec) - view.compoundPaddingLeft - view.compoundPaddingRight
        if (room <= 0 || (room == fitted && of === view.text)) return
        fitted = room
        of = view.text
        val paint = Paint(view.paint).apply { textSize = full }
        val widest = of.split(' ', '\n').maxOf(paint::measureText)
        val size = if (widest <= room) full else (full * room / widest * SAFE).coerceAtLeast(least)
        if (size != view.textSize) view.setTextSize(TypedValue.COMPLEX_UNIT_PX, size)
        paint.textSize = size
        val broken = Syllables.broken(of.toString()) { paint.measureText(it) <= room }
        val wanted = if (broken == of.toString()) null else Drawn(broken)
        if (wanted != view.transformationMethod) view.transformationMethod = wanted
    }

    /** What is drawn in place of the text, which itself stays as it is. */
    private data class Drawn(
        private val text: String,
    ) : TransformationMethod {
        override fun getTransformation(
            source: CharSequence,
            view: View?,
        ): CharSequence = text

        override fun onFocusChanged(
            view: View?,
            sourceText: CharSequence?,
            focused: Boolean,
            direction: Int,
            previouslyFocusedRect: Rect?,
        ) = Unit
    }

    private companion object {
        /** Measured widths are rounded up line by line. */
        const val SAFE = 0.98f
    }
}

/** Where words may be broken: before a consonant that a vowel follows, which holds for Indonesian and does no harm in English. */
object Syllables {
    /** Behind these a word may go on in the next line as it is: an address has no hyphen of its own. */
    private const val JOINTS = "-@"
    private const val VOWELS = "aeiouAEIOU"

    /** Two letters that are one sound. */
    private val together = setOf("ng", "ny", "kh", "sy")
    private const val SHORTEST = 2

    /** The text with a new line in each word that does not [fit]: behind a hyphen of its own, or behind one that is put there. */
    fun broken(
        text: String,
        fit: (String) -> Boolean,
    ): String =
        text.split('\n').joinToString("\n") { line ->
            line.split(' ').joinToString(" ") { word(it, fit) }
        }

    private fun word(
        word: String,
        fit: (String) -> Boolean,
    ): String {
        if (fit(word)) return word
        val own = (1 until word.length).lastOrNull { word[it - 1] in JOINTS && fit(word.take(it)) }
        if (own != null) return word.take(own) + "\n" + word(word.drop(own), fit)
        val place = places(word).lastOrNull { fit(word.take(it) + "-") } ?: return word
        return word.take(place) + "-\n" + word(word.drop(place), fit)
    }

    /** Letters before each place at which a word may be broken. A word with digits or signs has none. */
    fun places(word: String): List<Int> {
        if (!word.all { it.isLetter() || it in ".,:;?!" }) return emptyList()
        val letters = word.count { it.isLetter() }
        return (SHORTEST..letters - SHORTEST).filter { place ->
            val before = word[place - 1]
            val here = word[place]
            val isPair = word.substring(place - 1, place + 1).lowercase() in together
            val next = word.getOrNull(place + 1)
            val opens = next != null && (next in VOWELS || word.substring(place, place + 2).lowercase() in together)
            before.isLetter() && here.isLetter() && here !in VOWELS && opens && !isPair
        }
    }
}
