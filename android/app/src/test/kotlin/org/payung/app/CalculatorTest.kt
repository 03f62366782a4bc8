package org.payung.app

import android.os.Build
import android.view.View
import android.view.accessibility.AccessibilityManager
import android.view.accessibility.AccessibilityNodeInfo
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.payung.app.core.Trouble
import org.payung.app.core.Way
import org.payung.app.look.OptionRow
import org.payung.app.screen.CalculatorModel
import org.payung.app.screen.CalculatorScreen
import org.payung.app.screen.options
import org.payung.app.screen.sentences
import org.payung.core.CalculatorLine
import org.payung.core.Field
import org.payung.core.Secret
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** The dues calculator for whoever types, listens, or goes through it with a screen reader. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h1200dp-xhdpi")
class CalculatorTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun phone() = FakeKeystore.install()

    private fun calculator(test: (Rig, CalculatorModel) -> Unit) =
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.dues)
            test(rig, rig.activity.front as CalculatorModel)
        }

    private fun CalculatorModel.lines() = state.view!!.asked

    private fun CalculatorModel.search() = lines().first { it.field is Field.Search }

    private fun field(
        rig: Rig,
        line: CalculatorLine,
    ) = rig.views().filterIsInstance<EditText>().first { it.tag == line.title }

    @Test
    fun `what is not found is said, and the groups come back from there, from a group and from what was chosen`() =
        calculator { rig, model ->
            rig.calculate()
            assertTrue(
                "one was chosen",
                model
                    .search()
                    .field
                    .options()
                    .single()
                    .chosen,
            )
            rig.tap(R.string.search_groups)
            val group = (model.search().field as Field.Search).groups.first().label
            rig.see(group)
            rig.unseen(rig.string(R.string.search_groups))
            rig.type("zzzzqqq", model.search().title)
            rig.see(rig.string(R.string.search_none))
            rig.tap(R.string.search_groups)
            rig.see(group)
            rig.unseen(rig.string(R.string.search_none))
            assertEquals("", field(rig, model.search()).text.toString())
            rig.tap(group)
            rig.tap(R.string.search_groups)
            rig.see(group)
        }

    private fun heard(
        rig: Rig,
        model: CalculatorModel,
    ) = CalculatorScreen(rig.activity, model).spoken(model.state)

    @Test
    fun `it reads what the form reads, and the price in all its lines`() =
        calculator { rig, model ->
            rig.calculate()
            rig.tap(R.string.search_groups)
            val groups = (model.search().field as Field.Search).groups.map { it.label }
            assertTrue("${heard(rig, model)}", heard(rig, model).containsAll(groups))
            val options = model.lines().flatMap { it.field.options() }
            assertTrue("there is something to choose", options.any { it.spoken.isNotEmpty() })
            for (option in options) assertTrue(option.label, heard(rig, model).containsAll(sentences(option.spoken)))
            rig.type("zzzzqqq", model.search().title)
            assertTrue("${heard(rig, model)}", heard(rig, model).containsAll(sentences(rig.string(R.string.search_none))))
            rig.tap(R.string.search_groups)
            rig.calculate()
            val quote = model.state.view!!.quote!!
            val said = heard(rig, model)
            for (part in quote.parts) {
                for (line in part.lines) assertTrue("$said", "${line.label}: ${line.amount}" in said)
                assertTrue("$said", part.perDay.isEmpty() || part.perDay in said)
            }
            val (bad, odd) = listOf(Secret("CONTOH salah.")) to listOf(Secret("CONTOH lihat."))
            val wrong = model.lines().map { it.copy(problems = bad, warnings = odd) }
            model.place(model.state.copy(view = model.state.view!!.copy(asked = wrong)))
            assertTrue(heard(rig, model).containsAll(listOf("CONTOH salah.", "CONTOH lihat.")))
        }

    @Test
    fun `whoever is at an option stays at it when it is drawn anew, and other questions are not drawn at all`() =
        calculator { rig, model ->
            rig.calculate()
            val manager = shadowOf(rig.app.getSystemService(AccessibilityManager::class.java))
            manager.setEnabled(true)
            manager.setTouchExplorationEnabled(true)
            val line = model.lines().first { it.field is Field.Choice }
            val field = line.field as Field.Choice
            val label = field.options.first { !it.chosen }.label
            val row = { rig.views().filterIsInstance<OptionRow>().first { it.contentDescription.startsWith(label) } }
            val before = row()
            val rows = rig.views().filterIsInstance<OptionRow>()
            val others = rows.filter { row -> field.options.none { row.contentDescription.startsWith(it.label) } }
            assertTrue("there are other questions", others.isNotEmpty())
            before.performAccessibilityAction(AccessibilityNodeInfo.ACTION_ACCESSIBILITY_FOCUS, null)
            val changed = field.copy(options = field.options.map { it.copy(chosen = it.label == label) })
            val asked = model.lines().map { if (it.question == line.question) it.copy(field = changed) else it }
            model.place(model.state.copy(view = model.state.view!!.copy(asked = asked)))
            assertTrue("it was drawn anew", row() !== before)
            assertTrue(row().isAccessibilityFocused)
            assertTrue("others were drawn anew", rig.views().containsAll(others))
        }

    @Test
    fun `a price that comes is read, once`() =
        calculator { rig, model ->
            rig.calculate()
            val total =
                model.state.view!!
                    .quote!!
                    .total
            // A line of it or an option may cost as much.
            val shown = { rig.views().last { (it as? TextView)?.text?.toString() == total } }
            val around = generateSequence(shown()) { it.parent as? View }
            assertTrue("it is read", around.any { it.accessibilityLiveRegion == View.ACCESSIBILITY_LIVE_REGION_POLITE })
            val before = shown()
            model.place(model.state.copy())
            assertTrue("the same is drawn again, and read again", shown() === before)
        }

    @Test
    fun `the key that leads on goes to the next field, and at the last one the keyboard goes`() =
        calculator { rig, model ->
            rig.calculate()
            val fields = rig.views().filterIsInstance<EditText>()
            assertTrue("there are several", fields.size > 1)
            fields.first().requestFocus()
            fields.first().onEditorAction(EditorInfo.IME_ACTION_NEXT)
            assertTrue(fields[1].isFocused)
            val manager = rig.app.getSystemService(android.view.inputmethod.InputMethodManager::class.java)
            manager.showSoftInput(fields.last(), 0)
            fields.last().onEditorAction(EditorInfo.IME_ACTION_NEXT)
            assertFalse(shadowOf(manager).isSoftInputVisible)
        }

    @Test
    fun `what went wrong goes away when the core answers again`() =
        calculator { rig, model ->
            val state = model.state
            model.place(state.copy(trouble = Trouble("CONTOH gagal.", Way.TRY_AGAIN)))
            rig.see("CONTOH gagal.")
            rig.tap(R.string.try_again)
            rig.unseen("CONTOH gagal.")
            rig.see(rig.string(R.string.register))
        }
}
