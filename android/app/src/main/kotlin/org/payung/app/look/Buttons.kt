package org.payung.app.look

import android.content.Context
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.ImageButton
import android.widget.ImageView
import org.payung.app.R

/** The one thing to do next. A screen has one, at the bottom. */
fun Context.primaryButton(
    text: CharSequence,
    press: () -> Unit,
): Button = button(text, R.style.Look_Button_Primary, press)

/** Makes a primary button one of the others: beside a screen with a primary one of its own. */
internal fun Button.quiet() {
    setBackgroundResource(R.drawable.button_secondary)
    setTextColor(context.getColor(R.color.primary))
}

/** Another way on. */
fun Context.secondaryButton(
    text: CharSequence,
    press: () -> Unit,
): Button = button(text, R.style.Look_Button_Secondary, press)

/** A way that few take: a line of text. */
fun Context.plainButton(
    text: CharSequence,
    press: () -> Unit,
): Button = button(text, R.style.Look_Button_Plain, press)

/** One of several short words side by side. A chosen one is filled, has a tick, and is called selected by a screen reader. */
fun Context.chip(
    text: CharSequence,
    chosen: Boolean,
    press: () -> Unit,
): Button =
    button(if (chosen) "\u2713 $text" else text, if (chosen) R.style.Look_Button_Primary else R.style.Look_Button_Secondary, press).apply {
        minHeight = size(R.dimen.target)
        minimumHeight = size(R.dimen.target)
        isSelected = chosen
        contentDescription = text
    }

/** An icon alone, for what has no room for words: back, close. [description] is what a screen reader says. */
fun Context.iconButton(
    icon: Int,
    description: CharSequence,
    press: () -> Unit,
): ImageButton =
    ImageButton(this, null, 0, 0).apply {
        setImageResource(icon)
        setColorFilter(context.getColor(R.color.ink))
        setBackgroundResource(R.drawable.row_touch)
        scaleType = ImageView.ScaleType.CENTER
        contentDescription = description
        minimumWidth = size(R.dimen.target)
        minimumHeight = size(R.dimen.target)
        isClickable = true
        isFocusable = true
        setOnClickListener(once(press))
    }

private fun Context.button(
    text: CharSequence,
    style: Int,
    press: () -> Unit,
): Button =
    WordButton(this, style).apply {
        this.text = text
        setOnClickListener(once(press))
    }

/** What is pressed and is no button to Android is called one by a screen reader. */
internal object AsButton : View.AccessibilityDelegate() {
    override fun onInitializeAccessibilityNodeInfo(
        host: View,
        info: AccessibilityNodeInfo,
    ) {
        super.onInitializeAccessibilityNodeInfo(host, info)
        info.className = Button::class.java.name
    }
}

/** A press, and none of the double one that follows within the same half second. */
internal fun once(press: () -> Unit): View.OnClickListener {
    var last = Long.MIN_VALUE / 2
    return View.OnClickListener {
        val now = android.os.SystemClock.uptimeMillis()
        if (now - last >= DOUBLE_PRESS_MILLIS) {
            last = now
            press()
        }
    }
}

private const val DOUBLE_PRESS_MILLIS = 500L
