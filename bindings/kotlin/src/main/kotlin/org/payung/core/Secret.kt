package org.payung.core

/**
 * An answer or another personal text. It prints dots, so records that hold one can be printed, logged and compared.
 *
 * To use the text, ask for it with [reveal]: a reviewer finds every place by searching for that word.
 */
class Secret(
    private val text: String,
) {
    /** The text itself. */
    fun reveal(): String = text

    /** True when nothing was typed. */
    fun isEmpty(): Boolean = text.isEmpty()

    override fun equals(other: Any?): Boolean = other is Secret && other.text == text

    override fun hashCode(): Int = text.hashCode()

    override fun toString(): String = "••••"
}
