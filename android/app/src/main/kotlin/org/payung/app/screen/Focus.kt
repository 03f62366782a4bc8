package org.payung.app.screen

import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.EditText

/** Where a screen reader or a keyboard is: the how-manieth view of its kind, since views are drawn anew and stay in their order. */
internal class Focus private constructor(
    private val kind: Class<*>,
    private val number: Int,
    private val isReader: Boolean,
) {
    /** Goes to where it was; nowhere when nothing like it is there any more. */
    fun restore(root: View) {
        val view = root.all().filter { it.javaClass == kind }.getOrNull(number) ?: return
        if (isReader) view.performAccessibilityAction(AccessibilityNodeInfo.ACTION_ACCESSIBILITY_FOCUS, null) else view.requestFocus()
    }

    companion object {
        /** A field asks for the keyboard itself. */
        fun of(root: View): Focus? {
            val all = root.all()
            val view = all.find { it.isAccessibilityFocused } ?: all.find { it.isFocused && it !is EditText } ?: return null
            return Focus(view.javaClass, all.filter { it.javaClass == view.javaClass }.indexOf(view), view.isAccessibilityFocused)
        }
    }
}
