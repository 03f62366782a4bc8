package org.payung.app

import android.os.Build
import android.view.View
import android.view.accessibility.AccessibilityManager
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.payung.app.look.OptionRow
import org.payung.app.look.Scaffold
import org.payung.app.screen.all
import org.payung.core.Field
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** What a screen reader is told, on the oldest Android and on a new one. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class AccessTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun phone() = FakeKeystore.install()

    private fun reading(check: (Rig) -> Unit) =
        Rig(folder.newFolder("rig")).use { rig ->
            val manager = shadowOf(rig.app.getSystemService(AccessibilityManager::class.java))
            manager.setEnabled(true)
            manager.setTouchExplorationEnabled(true)
            rig.start()
            check(rig)
        }

    private fun View.told(): AccessibilityNodeInfo = createAccessibilityNodeInfo()

    private fun title(rig: Rig) = rig.views().first { it.id == android.R.id.title } as TextView

    private fun focused(rig: Rig) = rig.views().filter { it.isAccessibilityFocused }

    @Test
    fun `a field is called by its question, empty and with what was typed`() =
        reading { rig ->
            rig.tap(R.string.register)
            rig.answerUpTo("income")

            fun node() =
                rig
                    .views()
                    .filterIsInstance<EditText>()
                    .single()
                    .told()

            fun label() = (if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) node().hintText else node().text).toString()
            assertEquals(rig.step.title, label())
            rig.type("1500")
            assertTrue("1.500" in node().text.toString())
            assertTrue(label(), rig.step.title in label())
        }

    @Test
    fun `every screen of the form has one title, which is a heading and the name of what is new`() =
        reading { rig ->
            val seen = mutableListOf<String>()
            val check = { _: org.payung.core.StepView ->
                val titles = rig.views().filter { it.id == android.R.id.title }
                assertEquals(rig.step.id, 1, titles.size)
                assertEquals(rig.step.title, title(rig).text.toString())
                if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
                    assertTrue(rig.step.id, titles.single().isAccessibilityHeading)
                    val scaffold =
                        rig.activity.window.decorView
                            .all()
                            .filterIsInstance<Scaffold>()
                            .single()
                    assertEquals(rig.step.title, scaffold.accessibilityPaneTitle)
                }
                seen += rig.step.id
                order(rig)
            }
            rig.atQuestion = check
            rig.tap(R.string.register)
            rig.fill()
            assertTrue("$seen", seen.size > 15)
        }

    /** A screen reader goes through the views in their order: the bar, the question, its answers, and the buttons last. */
    private fun order(rig: Rig) {
        val told = rig.views()
        val listen = told.indexOfFirst { it.contentDescription == rig.string(R.string.listen) }
        val title = told.indexOf(title(rig))
        val answers = told.filter { it is OptionRow || it is EditText }.map(told::indexOf)
        val primary = told.indexOfFirst { it is Button && it.text.toString() == rig.step.primary }
        val order = listOf(listen, title) + answers + listOf(primary).filter { it >= 0 }
        assertEquals(rig.step.id, order.sorted(), order)
        assertFalse(rig.step.id, -1 in order)
    }

    @Test
    fun `whoever chooses an option stays on it, and the next question begins anew`() =
        reading { rig ->
            rig.tap(R.string.register)
            while (rig.step.field !is Field.Several) rig.answer()
            val row =
                rig
                    .views()
                    .filterIsInstance<OptionRow>()
                    .filter { it.isEnabled }
                    .last()
            val label = row.contentDescription
            assertTrue(row.performAccessibilityAction(AccessibilityNodeInfo.ACTION_ACCESSIBILITY_FOCUS, null))
            val before = row.isSelected
            rig.settle()
            assertSame(row, focused(rig).single())
            shadowOf(android.os.Looper.getMainLooper()).idleFor(java.time.Duration.ofSeconds(1))
            assertSame("a second later", row, focused(rig).singleOrNull())
            rig
                .views()
                .filterIsInstance<OptionRow>()
                .first { it === row }
                .performClick()
            val anew = rig.views().filterIsInstance<OptionRow>().first { it.contentDescription == label }
            assertTrue("drawn anew ${anew !== row}, before ${row.isAccessibilityFocused}", anew.isAccessibilityFocused)
            assertTrue("it was drawn anew", anew !== row && anew.isSelected != before)
            // From here on it is not looked at: windows of these tests count as not visible, and Android takes the focus from such a window.
            rig.settle()
            rig.option(label.toString())
            rig.answer()
            assertTrue("${focused(rig)}", focused(rig).none { it is OptionRow })
        }

    @Test
    fun `what the app says while somebody types is read to them`() =
        reading { rig ->
            rig.tap(R.string.register)
            rig.answerUpTo("nik")
            rig.type(Sample.NIK)
            val words =
                rig
                    .views()
                    .filterIsInstance<TextView>()
                    .last { it !is EditText && it !is Button && it.text.length > 20 }
            val live = generateSequence(words as View) { it.parent as? View }.filter { it.accessibilityLiveRegion != 0 }.toList()
            // The notice itself is new each time; what it comes into was there before.
            assertTrue("${words.text}", live.size >= 2)
        }

    @Test
    fun `what can be pressed is called a button`() =
        reading { rig ->
            rig.tap(R.string.settings)
            val odd =
                rig.views().filter { it.hasOnClickListeners() && it !is OptionRow && it !is EditText }.filter {
                    "Button" !in it.told().className
                }
            assertEquals(emptyList<View>(), odd)
            assertTrue(rig.views().any { it.contentDescription == rig.string(R.string.listen) && "Button" in it.told().className })
        }
}
