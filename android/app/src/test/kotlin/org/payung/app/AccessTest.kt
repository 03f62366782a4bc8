package org.payung.app

import android.os.Build
import android.view.View
import android.view.accessibility.AccessibilityEvent
import android.view.accessibility.AccessibilityManager
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.core.Trouble
import org.payung.app.core.Way
import org.payung.app.look.OptionRow
import org.payung.app.look.Scaffold
import org.payung.app.screen.JarModel
import org.payung.app.screen.JarScreen
import org.payung.app.screen.JarState
import org.payung.app.screen.PayForModel
import org.payung.app.screen.QuestionModel
import org.payung.app.screen.RecoverModel
import org.payung.app.screen.ReferralModel
import org.payung.app.screen.StatusModel
import org.payung.app.screen.all
import org.payung.core.Field
import org.payung.core.Office
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowAccessibilityRecord

/** What a screen reader is told, on the oldest Android and on a new one. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class AccessTest : OnPhone() {
    private fun reading(
        trust: String? = null,
        check: (Rig) -> Unit,
    ) = Rig(folder.newFolder("rig"), trust).use { rig ->
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
            val read = hears(rig) { rig.type(Sample.NIK) }
            val understood =
                (rig.activity.front as QuestionModel)
                    .state.hints!!
                    .understood
                    .first()
                    .reveal()
            assertTrue("$read", read.any { understood in it })
            assertEquals("not with every letter", emptyList<String>(), hears(rig) { rig.type(Sample.NIK) })
        }

    /**
     * What a screen reader reads by itself while that is done: a part of the screen that says it is live, where the phone tells of a
     * change in it.
     */
    private fun hears(
        rig: Rig,
        action: () -> Unit,
    ): List<String> {
        val manager = shadowOf(rig.app.getSystemService(AccessibilityManager::class.java))
        shadowOf(android.os.Looper.getMainLooper()).idleFor(java.time.Duration.ofSeconds(1))
        val before = manager.sentAccessibilityEvents.size
        action()
        rig.settle()
        shadowOf(android.os.Looper.getMainLooper()).idleFor(java.time.Duration.ofSeconds(1))
        return manager.sentAccessibilityEvents
            .drop(before)
            .filter { it.eventType == AccessibilityEvent.TYPE_WINDOW_CONTENT_CHANGED }
            .mapNotNull { Shadow.extract<ShadowAccessibilityRecord>(it).sourceRoot }
            .filter { it.isAttachedToWindow && it.accessibilityLiveRegion != View.ACCESSIBILITY_LIVE_REGION_NONE }
            .map { live -> live.all().mapNotNull { (it as? TextView)?.text?.toString() }.joinToString(" ") }
            .filter { it.isNotBlank() }
    }

    private fun heard(
        rig: Rig,
        words: String,
        action: () -> Unit,
    ) {
        val read = hears(rig, action)
        rig.see(words)
        assertTrue("\"$words\" is read of $read", read.any { words in it })
    }

    @Test
    fun `why an answer was refused is read, once more when it is refused once more`() =
        reading { rig ->
            rig.tap(R.string.register)
            rig.answerUpTo("nik")
            repeat(2) {
                val read = hears(rig) { rig.tap(rig.step.primary) }
                val why = rig.step.problems.joinToString("\n") { it.reveal() }
                assertTrue("$why: $read", why.isNotEmpty() && read.any { why in it })
            }
        }

    @Test
    fun `what somebody is told about the last thing they did is read, and not again with the next drawing`() =
        reading { rig ->
            rig.tap(R.string.register)
            rig.answerUpTo("ktp")
            val words = rig.string(R.string.photo_cancelled)
            heard(rig, words) { rig.activity.front.cannot(words) }
            assertEquals(emptyList<String>(), hears(rig) { rig.activity.front.start() }.filter { words in it })
        }

    @Test
    fun `a trouble is read when it comes, and not with each drawing`() =
        reading { rig ->
            val model = JarModel(Silent, "one")
            val screen = JarScreen(rig.activity, model)
            rig.activity.setContentView(screen.view)
            screen.attach()
            val trouble = Trouble("Memori HP penuh.", Way.FREE_ROOM)
            heard(rig, trouble.words) { model.place(JarState(known = true, trouble = trouble)) }
            val again = hears(rig) { model.place(JarState(known = true, trouble = trouble, typed = "1")) }
            assertEquals(emptyList<String>(), again.filter { trouble.words in it })
        }

    @Test
    fun `what is wrong with a code from paper or a birth date is read at its place, and why nothing came back`() =
        Office(folder.newFolder("office")).use { office ->
            reading(office.trust) { rig ->
                rig.tap(R.string.recover)
                val recover = { (rig.activity.front as RecoverModel).state }
                val read = hears(rig) { rig.type("7K2M", rig.string(R.string.recover_code)) }
                assertTrue("$read", read.any { recover().codeHint!! in it })
                val born = hears(rig) { rig.tap(R.string.recover_open) }
                assertTrue("$born", born.any { recover().bornProblem!! in it })
                rig.type("0000-0000-0000-0000", rig.string(R.string.recover_code))
                rig.type(Lost.BORN, rig.string(R.string.recover_born))
                val refused = hears(rig) { rig.tap(R.string.recover_open) }
                assertTrue("$refused", refused.any { recover().refused!! in it })
            }
        }

    @Test
    fun `why a code of a poster was refused is read, once more when it is refused once more`() =
        reading { rig ->
            rig.tap(R.string.referral)
            rig.type("INDAH")
            repeat(2) {
                val read = hears(rig) { rig.tap(R.string.referral_keep) }
                val why = (rig.activity.front as ReferralModel).state.problem!!
                assertTrue("$why: $read", read.any { why in it })
            }
        }

    @Test
    fun `whether a code of somebody to pay for is one is read, and why it was refused, once more when it is once more`() =
        Office(folder.newFolder("office")).use { office ->
            reading(office.trust) { rig ->
                rig.tap(R.string.register)
                rig.fill()
                rig.tap(rig.step.primary)
                rig.activity.go(Route.PayFor((rig.activity.front as StatusModel).registration))
                rig.settle()
                heard(rig, rig.string(R.string.pay_for_good)) { rig.type("0000-0000-0000") }
                rig.type("0000-0000-0001")
                repeat(2) {
                    val read = hears(rig) { rig.tap(R.string.pay_for_send) }
                    val why = (rig.activity.front as PayForModel).state.problem!!
                    assertTrue("$why: $read", read.any { why in it })
                }
            }
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
