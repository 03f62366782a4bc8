package org.payung.app

import android.graphics.Rect
import android.view.View
import android.view.WindowManager
import android.widget.Button
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.look.Panes
import org.payung.app.look.isLow
import org.payung.app.look.isWide
import org.payung.app.screen.HomeModel
import org.payung.app.screen.RequestsModel
import org.payung.app.screen.SettingsModel
import org.payung.app.screen.StatusModel
import org.payung.app.screen.all
import org.payung.app.screen.begun
import org.payung.core.Language
import org.payung.core.Office
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Two columns where there is room: a list and what was chosen from it, a question and its help. One column everywhere else. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = WIDE)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PanesTest : OnPhone() {
    private fun rig(test: (Rig) -> Unit) =
        Rig(folder.newFolder(), Office(folder.newFolder("office")).use { it.trust }).use { test(it.start()) }

    private fun panes(rig: Rig) = rig.views().filterIsInstance<Panes>().singleOrNull()

    private fun view(
        rig: Rig,
        text: String,
    ): View = rig.views().first { (it as? TextView)?.text?.toString() == text }

    private fun place(view: View) = Rect().also { view.getGlobalVisibleRect(it) }

    /** The first words of what is marked in the list. */
    private fun chosen(rig: Rig): List<String> =
        panes(rig)!!
            .getChildAt(0)
            .all()
            .filter { it.isSelected && it.hasOnClickListeners() }
            .map { row ->
                row
                    .all()
                    .filterIsInstance<TextView>()
                    .first()
                    .text
                    .toString()
            }

    private fun register(rig: Rig) {
        rig.tap(R.string.register)
        rig.fill()
        rig.tap(rig.step.primary)
    }

    @Test
    fun `what is chosen stands beside its list, the next choice takes its place, and back leaves the list alone`() =
        rig { rig ->
            register(rig)
            val status = rig.activity.front as StatusModel
            val list = panes(rig)!!.getChildAt(0)
            rig.see(rig.string(R.string.home_registrations))
            rig.tap(R.string.settings)
            assertTrue(rig.activity.front is SettingsModel)
            assertEquals("the list stays where it is", list, panes(rig)!!.getChildAt(0))
            rig.see(rig.string(R.string.home_registrations))
            rig.tap(begun(status.state.view!!.words))
            assertEquals(status.registration, (rig.activity.front as StatusModel).registration)
            assertEquals(listOf(begun(status.state.view!!.words)), chosen(rig))
            assertEquals(emptyList<String>(), Checks.all(rig))
            // What follows it is still of the one that was chosen.
            rig.tap(R.string.requests)
            assertTrue(rig.activity.front is RequestsModel)
            assertEquals(listOf(begun(status.state.view!!.words)), chosen(rig))
            rig.tap(R.string.settings)
            assertEquals(listOf(rig.string(R.string.settings)), chosen(rig))
            rig.tap(begun(status.state.view!!.words))
            rig.back()
            assertTrue("one step back, whatever was chosen before", rig.activity.front is HomeModel)
            assertEquals(null, panes(rig))
        }

    @Test
    fun `the chosen language fixes nothing else, so that a window of another size and larger letters are seen`() {
        val app = RuntimeEnvironment.getApplication()
        val chosen = PayungApp.localized(app, Language.EN)
        for ((qualifiers, isWide, isLow) in listOf(
            Triple("in-w839dp-h480dp-port-mdpi", false, false),
            Triple("in-w840dp-h479dp-land-mdpi", true, true),
            Triple("in-w360dp-h720dp-port-mdpi", false, false),
        )) {
            RuntimeEnvironment.setQualifiers(qualifiers)
            RuntimeEnvironment.setFontScale(1.5f)
            assertEquals(qualifiers, app.resources.configuration.screenWidthDp, chosen.resources.configuration.screenWidthDp)
            assertEquals(qualifiers, isWide to isLow, chosen.isWide to chosen.isLow)
            assertEquals(
                1.5f,
                PayungApp
                    .localized(app, Language.EN)
                    .resources.configuration.fontScale,
            )
            assertEquals("Settings", chosen.getString(R.string.settings))
        }
    }

    @Test
    fun `of the buttons at the bottom only one is the primary one`() =
        rig { rig ->
            register(rig)
            val primary = rig.activity.getColorStateList(R.color.button_primary_text)
            val buttons = rig.views().filterIsInstance<Button>().filter { it.textColors.defaultColor == primary.defaultColor }
            assertEquals(listOf(rig.string(R.string.send_try)), buttons.map { it.text.toString() })
        }

    @Test
    fun `a list that must not be photographed keeps the screen out of pictures, whatever stands beside it`() =
        rig { rig ->
            rig.tap(R.string.register)
            while (rig.step.id != "mother_name") rig.answer(Sample.answers)
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            rig.see("SITI CONTOH")
            rig.tap(R.string.settings)
            rig.see("SITI CONTOH")
            val secure = { rig.activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0 }
            assertTrue(secure())
            RuntimeEnvironment.setQualifiers("in-w360dp-h720dp-port-xhdpi")
            rig.turn()
            assertEquals(null, panes(rig))
            rig.unseen("SITI CONTOH")
            assertFalse("alone it may be", secure())
        }

    @Test
    fun `a question has its help beside it, and below it where there is no room`() =
        rig { rig ->
            rig.tap(R.string.register)
            while (rig.step.id != "nik") rig.answer(Sample.answers)
            assertEquals(null, panes(rig))
            val beside = place(view(rig, rig.step.help)).left to place(view(rig, rig.step.title)).right
            assertTrue("$beside", beside.first >= beside.second)
            assertEquals(emptyList<String>(), Checks.all(rig))
            RuntimeEnvironment.setQualifiers("in-w720dp-h360dp-land-xhdpi")
            rig.turn()
            assertEquals(place(view(rig, rig.step.title)).left, place(view(rig, rig.step.help)).left)
        }

    @Test
    fun `what only wants to be read stands below its title, also where there are two columns`() =
        rig { rig ->
            rig.tap(R.string.register)
            val (title, help) = view(rig, rig.step.title) to view(rig, rig.step.help)
            assertEquals(place(title).left, place(help).left)
            assertTrue(place(help).top >= place(title).bottom)
        }

    @Test
    fun `what stands beside a list has its buttons, and the list leaves out the same and what its rows lead to`() =
        rig { rig ->
            register(rig)
            val buttons = { rig.views().filterIsInstance<Button>().map { it.text.toString() } }
            assertEquals("${buttons()}", 1, buttons().count { it == rig.string(R.string.register_other) })
            rig.tap(R.string.people)
            assertEquals("${buttons()}", 1, buttons().count { it == rig.string(R.string.register_other) })
            rig.tap(R.string.register_other)
            rig.activity.goFromHome(Route.Settings)
            rig.settle()
            rig.see(rig.string(R.string.home_drafts))
            assertFalse("a row leads to the draft", rig.string(R.string.go_on) in buttons())
            rig.back()
            assertTrue("alone it has its button", rig.string(R.string.go_on) in buttons())
        }

    @Test
    fun `a killed process comes back to both, and turning the tablet to one`() =
        rig { rig ->
            register(rig)
            val registration = (rig.activity.front as StatusModel).registration
            rig.die()
            assertEquals(registration, (rig.activity.front as StatusModel).registration)
            assertTrue(panes(rig) != null)
            rig.see(rig.string(R.string.home_registrations))
            RuntimeEnvironment.setQualifiers("in-w800dp-h1280dp-port-hdpi")
            rig.turn()
            assertEquals(null, panes(rig))
            rig.unseen(rig.string(R.string.home_registrations))
        }
}

private const val WIDE = "in-w1280dp-h800dp-land-notnight-mdpi"
