package org.payung.app.look

import android.content.Context
import android.graphics.Typeface
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.LinearLayout
import android.widget.TextView
import org.payung.app.R

/**
 * Signs to be copied by hand: groups as large as there is room for, with a number before each, so that nobody loses the place. Two
 * stand beside each other, and one where letters are large. A screen reader that is led to a group reads it sign by sign.
 */
fun Context.codeGroups(groups: List<String>): View =
    Column(this).apply {
        val perLine = if (largeText) 1 else 2
        groups.withIndex().chunked(perLine).forEach { line ->
            val row = LinearLayout(context)
            line.forEachIndexed { place, (index, group) ->
                val params = LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f)
                if (place > 0) params.marginStart = size(R.dimen.space_s)
                row.addView(group(index + 1, group), params)
            }
            put(row, R.dimen.space_s)
        }
    }

private fun Context.group(
    number: Int,
    signs: String,
): View =
    LinearLayout(this).apply {
        setBackgroundResource(R.drawable.code_group)
        gravity = Gravity.CENTER_VERTICAL
        val side = size(R.dimen.space_m)
        val above = size(R.dimen.space_s)
        setPadding(side, above, side, above)
        addView(
            context.small(number.toString()).apply { importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO },
            LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT),
        )
        // No view of words: signs have no syllables, and are never broken.
        val text =
            TextView(context, null, 0, R.style.Look_Text_Amount).apply {
                text = signs
                typeface = Typeface.MONOSPACE
                letterSpacing = APART
                gravity = Gravity.CENTER
                isSingleLine = true
                contentDescription = signs.toList().joinToString(" ")
            }
        addView(text, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT, 1f))
    }

/** Of a letter's height. */
private const val APART = 0.2f
