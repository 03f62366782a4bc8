package org.payung.app

import android.graphics.Bitmap
import android.graphics.Rect
import android.graphics.drawable.VectorDrawable
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.EditText
import android.widget.HorizontalScrollView
import android.widget.ImageView
import android.widget.ScrollView
import android.widget.TextView
import org.payung.app.screen.all
import kotlin.math.pow

/** What holds on every screen, measured on what was drawn. Each gives what is wrong, in words; nothing when all is well. */
object Checks {
    /** WCAG 2.2, AA: text 4.5 (1.4.3), large text and graphics 3 (1.4.3, 1.4.11). */
    private const val TEXT = 4.5
    private const val GRAPHICS = 3.0

    /** Three lines of the largest letters. */
    private const val LEAST_ROOM = 120

    fun all(rig: Rig): List<String> = laidOut(rig) + nameless(rig) + faint(rig)

    /** What needs no picture: words that are broken or cut, what is too small to tap, what lies outside of what it is in. */
    fun laidOut(rig: Rig): List<String> =
        rig.views().let { brokenWords(rig) + cut(it) + smallTargets(rig) + outside(it) + roomless(it) } + twoPrimary(rig)

    /** There is one next thing to do. A chosen chip is filled too, and says that it is selected. */
    fun twoPrimary(rig: Rig): List<String> {
        val filled = rig.activity.getColor(R.color.on_primary)
        val primary = rig.views().filterIsInstance<Button>().filter { it.textColors.defaultColor == filled && !it.isSelected }
        return if (primary.size < 2) emptyList() else listOf("several are the next thing to do: ${primary.map { it.text }}")
    }

    /** A text is seen whole: nothing of it is left out, and it is not larger than its view. What is typed scrolls, but not sideways. */
    fun cut(views: List<View>): List<String> =
        views.filterIsInstance<TextView>().filter { it.text.isNotEmpty() }.flatMap { view ->
            val layout = view.layout ?: return@flatMap listOf("a text without room: ${view.text}")
            val lines = 0 until layout.lineCount
            val wide = view.width - view.compoundPaddingLeft - view.compoundPaddingRight
            val high = view.height - view.compoundPaddingTop - view.compoundPaddingBottom
            listOfNotNull(
                "words are left out: ${view.text}".takeIf { lines.any { layout.getEllipsisCount(it) > 0 } },
                "wider than its view: ${view.text}".takeIf { lines.any { layout.getLineMax(it) > wide + 1 } },
                "${layout.height} high in a view of $high: ${view.text}".takeIf { view !is EditText && layout.height > high + 1 },
            )
        }

    /** The buttons that stay leave room for a few lines of what scrolls. */
    fun roomless(views: List<View>): List<String> =
        views.filterIsInstance<ScrollView>().mapNotNull { view ->
            val least = LEAST_ROOM * view.resources.displayMetrics.density
            "only ${view.height} of $least are left for what scrolls".takeIf { view.height < least }
        }

    /** What is drawn lies within what it is in; only what scrolls may be larger. */
    fun outside(views: List<View>): List<String> =
        views.mapNotNull { view ->
            val parent = view.parent as? ViewGroup
            if (parent == null || parent is ScrollView || parent is HorizontalScrollView || view.id == android.R.id.content) {
                return@mapNotNull null
            }
            val isInside = view.left >= 0 && view.top >= 0 && view.right <= parent.width && view.bottom <= parent.height
            val place = "${view.left},${view.top} to ${view.right},${view.bottom} in ${parent.width}x${parent.height}"
            "outside of what it is in: ${name(view)} ($view), $place".takeUnless { isInside }
        }

    /** A word is broken at a hyphen or not at all. */
    fun brokenWords(rig: Rig): List<String> =
        rig.views().filterIsInstance<TextView>().filter { it !is EditText }.flatMap { view ->
            val layout = view.layout ?: return@flatMap emptyList()
            val text = layout.text.toString()
            (0 until layout.lineCount - 1).mapNotNull { line ->
                val end = layout.getLineEnd(line)
                val sign = text.getOrNull(end - 1) ?: return@mapNotNull null
                val next = text.getOrNull(end) ?: return@mapNotNull null
                val isBreak = sign.isWhitespace() || sign in "-/\u2013\u2014,.:" || next.isWhitespace() || !next.isLetterOrDigit()
                "a word is broken: ${text.substring(layout.getLineStart(line), end)}|".takeUnless { isBreak }
            }
        }

    /** What can be tapped is 48 dp in both directions. */
    fun smallTargets(rig: Rig): List<String> {
        val least = 48 * rig.activity.resources.displayMetrics.density - 1
        return rig.views().filter { it.hasOnClickListeners() && (it.width < least || it.height < least) }.map {
            "too small to tap: ${name(it)} is ${it.width}x${it.height} of $least"
        }
    }

    /** A screen reader has words for everything that can be tapped. */
    fun nameless(rig: Rig): List<String> =
        rig.views().filter { it.hasOnClickListeners() && it !is EditText && name(it).isBlank() }.map { "nothing says what this is: $it" }

    private fun name(view: View): String =
        view.contentDescription?.toString() ?: view.all().mapNotNull { (it as? TextView)?.text?.toString() }.joinToString(" ")

    /** Texts and icons that cannot be told from their ground, by the pixels. */
    fun faint(rig: Rig): List<String> {
        val picture = rig.picture()
        return rig.views().mapNotNull { view ->
            val isText = view is TextView && view.text.isNotBlank() && view.isEnabled && view !is EditText
            val isIcon = view is ImageView && view.drawable is VectorDrawable
            if (!isText && !isIcon) return@mapNotNull null
            val seen = Rect()
            // Half a line at the edge of what scrolls says little about its letters.
            if (!view.getGlobalVisibleRect(seen) || seen.height() < view.height * 0.7) return@mapNotNull null
            val contrast = contrast(picture, seen) ?: return@mapNotNull null
            val isLarge = isIcon || (view as TextView).textSize >= 24 * view.resources.displayMetrics.density
            val least = if (isLarge) GRAPHICS else TEXT
            "%s: contrast %.2f of %.1f".format(name(view), contrast, least).takeIf { contrast < least - MEASURED }
        }
    }

    /** Smoothed letters seldom have their full colour. */
    private const val MEASURED = 0.15

    /** Between the ground, which is what there is most of, and what differs most from it. */
    private fun contrast(
        picture: Bitmap,
        place: Rect,
    ): Double? {
        if (!place.intersect(0, 0, picture.width, picture.height) || place.isEmpty) return null
        val pixels = IntArray(place.width() * place.height())
        picture.getPixels(pixels, 0, place.width(), place.left, place.top, place.width(), place.height())
        val counts = HashMap<Int, Int>()
        pixels.forEach { counts.merge(it and 0xFFFFFF, 1, Int::plus) }
        val ground = counts.maxBy { it.value }.key
        return counts.keys.maxOf { contrast(it, ground) }
    }

    fun contrast(
        one: Int,
        other: Int,
    ): Double {
        val (dark, light) = listOf(luminance(one), luminance(other)).sorted()
        return (light + 0.05) / (dark + 0.05)
    }

    private fun luminance(colour: Int): Double {
        fun part(value: Int): Double {
            val share = value / 255.0
            return if (share <= 0.03928) share / 12.92 else ((share + 0.055) / 1.055).pow(2.4)
        }
        return 0.2126 * part(colour shr 16 and 255) + 0.7152 * part(colour shr 8 and 255) + 0.0722 * part(colour and 255)
    }
}
