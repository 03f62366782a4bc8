package org.payung.app.screen

import android.content.Context
import android.graphics.Bitmap
import android.os.Build
import android.text.InputType
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import android.widget.FrameLayout
import android.widget.ImageView
import org.payung.app.R
import org.payung.app.look.Card
import org.payung.app.look.Column
import org.payung.app.look.Flow
import org.payung.app.look.Icons
import org.payung.app.look.NoticeKind
import org.payung.app.look.OptionRow
import org.payung.app.look.OptionText
import org.payung.app.look.amount
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.secondaryButton
import org.payung.app.look.small
import org.payung.core.Autofill
import org.payung.core.Capitals
import org.payung.core.ChoiceView
import org.payung.core.Field
import org.payung.core.FrameShape
import org.payung.core.GroupView
import org.payung.core.Input
import org.payung.core.Keyboard
import org.payung.core.Pictogram
import org.payung.core.QuotePartView
import org.payung.core.QuoteView
import org.payung.core.StepView

/** What questions are answered with: one way to draw each kind of answer that the core knows. */
class Fields(
    private val context: Context,
    /** Reads one option aloud, for somebody who holds it down. */
    private val hear: ((String) -> Unit)? = null,
) {
    /** Shown when a search finds nothing. */
    val nothingFound: String = context.getString(R.string.search_none)

    /** A field to type in, with the keyboard that fits. Its text is kept by the core and by nobody else. */
    fun edit(
        input: Input,
        text: String,
        money: Boolean,
        label: String,
        typed: (String) -> Unit,
        done: () -> Unit,
    ): EditText =
        EditText(context, null, 0, R.style.Look_Field).apply {
            id = R.id.answer
            val grouping = if (money) Grouping.Thousands else Grouping.of(input.groups.map { it.toInt() })
            setText(grouping.group(text))
            inputType = inputType(input)
            if (inputType and InputType.TYPE_MASK_CLASS == InputType.TYPE_CLASS_NUMBER) keyListener = grouping.keys()
            // Large letters go on in the next line, and the keyboard's key still leads on.
            setHorizontallyScrolling(false)
            maxLines = MOST_LINES
            if (input.lines > 1u) {
                gravity = Gravity.TOP
                minLines = 2
            }
            contentDescription = null
            hint = ""
            isSaveEnabled = false
            imeOptions = EditorInfo.IME_ACTION_NEXT or EditorInfo.IME_FLAG_NO_EXTRACT_UI or noLearning()
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) offer(input.autofill)
            tag = label
            addTextChangedListener(Typing(this, grouping, typed))
            setOnEditorActionListener { _, _, _ ->
                done()
                true
            }
            accessibilityDelegate = Labelled(label)
            // Last, since what is set above begins the text anew: somebody goes on at its end.
            setSelection(this.text.length)
        }

    /** One of a few, or any number of them. */
    fun options(
        options: List<ChoiceView>,
        chosen: List<String>,
        several: Boolean,
        press: (String) -> Unit,
    ): View =
        Column(context).apply {
            // A single one, as "not in this list" has, moves no list of names.
            val indented = options.count { it.pictogram != null } * 2 >= options.size
            for (option in options) {
                val text = OptionText(option.label, option.help, option.price, icon(option.pictogram), indented, option.spoken)
                put(OptionRow(context, text, option.id in chosen, several, option.fixed, hear) { press(option.id) }, R.dimen.space_s)
            }
        }

    /** The groups of a long list, each with its pictogram. */
    fun groups(
        groups: List<GroupView>,
        press: (String) -> Unit,
    ): View =
        Card(context).apply {
            for (group in groups) row(group.label, icon = Icons.byName[icon(group.pictogram)] ?: 0, press = { press(group.id) })
        }

    /** Answers that are likely, to be tapped. */
    fun chips(
        texts: List<String>,
        press: (String) -> Unit,
    ): View =
        Flow(context).apply {
            for (text in texts) addView(context.secondaryButton(text) { press(text) })
        }

    /** A picture that somebody looks at before it goes, and which takes no more than this part of the screen's height. */
    fun preview(
        picture: Bitmap?,
        most: Float = 0.4f,
    ): View =
        ImageView(context).apply {
            setImageBitmap(picture)
            adjustViewBounds = true
            maxHeight = (resources.displayMetrics.heightPixels * most).toInt()
            contentDescription = context.getString(R.string.photo_kept)
        }

    /** The kept photo, or where one will be. */
    fun photo(
        field: Field.Photo,
        photo: Picture?,
    ): View {
        if (photo != null) return preview(photo.shown)
        val icon = if (field.frame.shape == FrameShape.FACE) R.drawable.icon_photo_face else R.drawable.icon_photo_card
        return FrameLayout(context).apply {
            setBackgroundResource(R.drawable.card)
            val side = (96 * resources.displayMetrics.density).toInt()
            val image =
                ImageView(context).apply {
                    setImageResource(icon)
                    setColorFilter(context.getColor(R.color.primary))
                    importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
                }
            setPadding(0, side / 2, 0, side / 2)
            addView(image, FrameLayout.LayoutParams(side, side, Gravity.CENTER))
        }
    }

    /** The price: each part with its lines, what it comes to, and why. */
    fun quote(quote: QuoteView): View =
        Column(context).apply {
            for (part in quote.parts) quotePart(part, quote.parts.size > 1)
            put(context.help(quote.months), R.dimen.space_l)
            put(context.amount(quote.total), R.dimen.space_xs)
            val reasons = quote.reasons.filter { it.isNotEmpty() }
            if (reasons.isNotEmpty()) put(context.notice(NoticeKind.CERTAIN, reasons.joinToString("\n")))
        }

    private fun Column.quotePart(
        part: QuotePartView,
        isOneOfSeveral: Boolean,
    ) {
        if (isOneOfSeveral) put(context.heading(part.months))
        if (part.lines.isNotEmpty()) {
            val card = put(Card(context), R.dimen.space_s)
            part.lines.forEach { card.row(it.label, it.amount) }
        }
        if (isOneOfSeveral) put(context.small(part.sum), R.dimen.space_s)
        if (part.perDay.isNotEmpty()) put(context.small(part.perDay), R.dimen.space_xs)
    }

    /** Every answer, by the steps of the form; tapping one goes there. */
    fun review(
        step: StepView,
        press: (String) -> Unit,
    ): View =
        Column(context).apply {
            step.sections.forEachIndexed { index, section ->
                val end =
                    step.sections
                        .getOrNull(index + 1)
                        ?.firstLine
                        ?.toInt() ?: step.review.size
                put(context.heading(section.title), R.dimen.space_l)
                val card = put(Card(context), R.dimen.space_s)
                for (line in step.review.subList(section.firstLine.toInt(), end)) {
                    val value = if (line.missing) context.getString(R.string.review_missing) else line.value.reveal()
                    val warnings = line.warnings.joinToString("\n") { step.warnings[it.toInt()].reveal() }
                    val go = if (line.editable) ({ press(line.question) }) else null
                    card.row(line.label, value, second = warnings, press = go)
                }
            }
        }

    companion object {
        /** Of a field; what is longer scrolls. */
        private const val MOST_LINES = 6

        /** A field for words that no question of a form describes. */
        val WORDS by lazy { DIGITS.copy(keyboard = Keyboard.TEXT, capitals = Capitals.WORDS) }

        /** A field for a number that no question of a form describes. */
        val DIGITS =
            Input(
                keyboard = Keyboard.DIGITS,
                capitals = Capitals.NONE,
                autofill = Autofill.NONE,
                lines = 1u,
                groups = ByteArray(0),
                minLength = null,
                maxLength = null,
                earliest = null,
                latest = null,
                minAmount = null,
                maxAmount = null,
            )
    }

    private fun inputType(input: Input): Int =
        when (input.keyboard) {
            Keyboard.DIGITS -> {
                InputType.TYPE_CLASS_NUMBER
            }

            Keyboard.PHONE -> {
                InputType.TYPE_CLASS_PHONE
            }

            Keyboard.EMAIL -> {
                InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_EMAIL_ADDRESS
            }

            Keyboard.DATE -> {
                InputType.TYPE_CLASS_DATETIME or InputType.TYPE_DATETIME_VARIATION_DATE
            }

            Keyboard.TIME -> {
                InputType.TYPE_CLASS_DATETIME or InputType.TYPE_DATETIME_VARIATION_TIME
            }

            Keyboard.TEXT, Keyboard.NONE -> {
                InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS or capitals(input.capitals) or
                    (if (input.lines > 1u) InputType.TYPE_TEXT_FLAG_MULTI_LINE else 0)
            }
        }

    private fun capitals(capitals: Capitals) =
        when (capitals) {
            Capitals.NONE -> 0
            Capitals.WORDS -> InputType.TYPE_TEXT_FLAG_CAP_WORDS
            Capitals.ALL -> InputType.TYPE_TEXT_FLAG_CAP_CHARACTERS
        }

    private fun noLearning() = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING else 0

    private fun EditText.offer(autofill: Autofill) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return
        val hint =
            when (autofill) {
                Autofill.NONE -> null
                Autofill.PHONE -> View.AUTOFILL_HINT_PHONE
                Autofill.EMAIL -> View.AUTOFILL_HINT_EMAIL_ADDRESS
                Autofill.POSTAL_CODE -> View.AUTOFILL_HINT_POSTAL_CODE
            }
        importantForAutofill = if (hint == null) View.IMPORTANT_FOR_AUTOFILL_NO else View.IMPORTANT_FOR_AUTOFILL_YES
        hint?.let { setAutofillHints(it) }
    }
}

/** The drawing of a pictogram in the icon set; its names are the core's, in lower case. */
fun icon(pictogram: Pictogram?): String = pictogram?.name?.lowercase().orEmpty()
