package org.payung.app.look

import android.content.Context
import android.view.View
import android.widget.TextView
import org.payung.app.R

/** Whether letters are so large that what stands side by side must stand below each other. */
internal val Context.largeText: Boolean
    get() = resources.configuration.fontScale >= 1.3f

/** A width in pixels of a dimension of the design. */
internal fun Context.size(dimension: Int): Int = resources.getDimensionPixelSize(dimension)

/** The one heading of a screen. */
fun Context.title(text: CharSequence): TextView =
    styled(text, R.style.Look_Text_Title).apply {
        id = android.R.id.title
        if (android.os.Build.VERSION.SDK_INT >= 28) isAccessibilityHeading = true
    }

/** A heading within a screen. */
fun Context.heading(text: CharSequence): TextView =
    styled(text, R.style.Look_Text_Strong).apply {
        if (android.os.Build.VERSION.SDK_INT >= 28) isAccessibilityHeading = true
    }

/** Text that is read. */
fun Context.body(text: CharSequence): TextView = styled(text, R.style.Look_Text)

/** Text that helps, below what it helps with. */
fun Context.help(text: CharSequence): TextView = styled(text, R.style.Look_Text_Soft)

/** The smallest text there is. */
fun Context.small(text: CharSequence): TextView = styled(text, R.style.Look_Text_Small)

/** An amount of money that people decide by. */
fun Context.amount(text: CharSequence): TextView = styled(text, R.style.Look_Text_Amount)

private fun Context.styled(
    text: CharSequence,
    style: Int,
): TextView =
    Words(this, style).apply {
        this.text = text
        visibility = if (text.isEmpty()) View.GONE else View.VISIBLE
    }
