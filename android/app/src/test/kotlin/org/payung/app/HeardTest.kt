package org.payung.app

import android.os.Build
import android.widget.Button
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
import org.payung.app.screen.HomeModel
import org.payung.app.screen.HomeState
import org.payung.app.screen.Model
import org.payung.app.screen.PeopleModel
import org.payung.app.screen.Screen
import org.payung.app.screen.StatementModel
import org.payung.app.screen.StatusModel
import org.payung.app.screen.sentences
import org.payung.core.Office
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.lang.reflect.Modifier

/** What *Dengarkan* reads is what is drawn, what went wrong comes first, and no screen has two buttons that are the next thing to do. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class HeardTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun phone() = FakeKeystore.install()

    /** The screen of the model in front, drawn once more. */
    private fun screen(rig: Rig): Screen<*> {
        val screen = Screens { _, _ -> }.screen(rig.activity, rig.activity.front)
        rig.activity.setContentView(screen.view)
        screen.attach()
        rig.settle()
        return screen
    }

    private fun heard(rig: Rig) = screen(rig).saidAndSpoken()

    private fun home(rig: Rig): HomeModel {
        rig.activity.goFromHome(Route.Home)
        rig.settle()
        return rig.activity.front as HomeModel
    }

    /** Each sentence stands on screen; a state's word begins with a capital letter there or not. */
    private fun drawn(
        rig: Rig,
        sentences: List<String>,
    ) = sentences.forEach(rig::see)

    @Test
    fun `a receipt that is passed on leaves the screen as it was`() =
        folder.ready { rig, _ ->
            rig.tap(R.string.receipt_share)
            val buttons = rig.views().filterIsInstance<Button>().map { it.text.toString() }
            assertEquals(buttons.distinct(), buttons)
            assertEquals(1, rig.views().count { it.id == android.R.id.title })
            assertEquals(emptyList<String>(), Checks.twoPrimary(rig))
        }

    @Test
    fun `the first screen of a phone with a draft reads the draft and when it goes, and no welcome`() =
        folder.begun("name") { rig ->
            rig.type("CONTOH SATU")
            val model = home(rig)
            val view = model.state.home!!
            drawn(rig, heard(rig))
            val line = view.drafts.single()
            assertTrue(line.line in heard(rig))
            assertFalse(rig.string(R.string.welcome) in heard(rig))
            assertFalse("${heard(rig)}", heard(rig).any { "CONTOH SATU" in it })
            val goes = "Isian ini dihapus 3 Desember 2026."
            model.place(HomeState(view.copy(drafts = listOf(line.copy(expires = goes)))))
            rig.see(goes)
            assertTrue("${heard(rig)}", goes in heard(rig))
        }

    @Test
    fun `the first screen of a new phone reads the welcome and the programmes`() =
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            val model = rig.activity.front as HomeModel
            val said = heard(rig)
            val programmes = model.state.programmes.flatMap { sentences(it.spoken).take(2) }
            assertTrue("$said", said.containsAll(programmes) && rig.string(R.string.welcome) in said)
            drawn(rig, said - programmes.toSet())
        }

    @Test
    fun `what was sent is read by what holds of it and what it is, as it stands there`() =
        folder.ready { rig, _ ->
            rig.activity.goFromHome(Route.Help)
            rig.settle()
            rig.tap(R.string.requests)
            rig.tap(R.string.complain)
            rig.fill(mapOf("complaint_about" to "fee", "complaint_words" to "Saya diminta bayar 50 ribu.", "phone" to ""))
            rig.tap(rig.step.primary)
            val what = (rig.activity.front as StatusModel).state.view!!.purposeWords
            assertTrue("a request says what it is", what.isNotEmpty())
            val model = home(rig)
            val view = model.state.home!!
            val held = "Terlindungi sampai 30 November 2026"
            val registrations = view.registrations.map { if (it.isMembership) it.copy(cover = held) else it }
            model.place(HomeState(view.copy(registrations = registrations)))
            for (words in listOf(what, held)) rig.see(words)
            drawn(rig, heard(rig))
            assertTrue("${heard(rig)}", heard(rig).containsAll(listOf(what, held)))
            rig.activity.go(Route.People)
            rig.settle()
            val people = rig.activity.front as PeopleModel
            people.place(people.state.copy(registrations = registrations))
            for (words in listOf(what, held)) rig.see(words)
            drawn(rig, heard(rig))
        }

    @Test
    fun `what cannot be taken back is asked aloud too`() =
        folder.ready { rig, _ ->
            rig.tap(R.string.withdraw)
            val ask = (rig.activity.front as StatusModel).state.asksWithdraw!!
            assertEquals(listOf(ask.title) + sentences(ask.help), heard(rig))
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            rig.tap(R.string.register_other)
            rig.activity.goFromHome(Route.People)
            rig.settle()
            rig.tap(R.string.discard)
            val asked = heard(rig)
            drawn(rig, asked)
            assertTrue("$asked", asked.containsAll(sentences(rig.string(R.string.discard_means))))
        }

    @Test
    fun `a year is shown to whoever only pays for others`() =
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                rig.start().tap(R.string.payers_add)
                val given = mapOf("payer_note" to "yes", "pay_for_code" to "84g7 zwyr d6ze", "months" to "1")
                rig.fill(given + mapOf("name" to "RINI CONTOH", "phone" to "0812 0000 0003", "consent_payer" to "yes"))
                rig.tap(rig.step.primary)
                rig.activity.go(Route.Statement((rig.activity.front as StatusModel).registration))
                rig.settle()
                val model = rig.activity.front as StatementModel
                val year =
                    java.time.Year
                        .now(java.time.ZoneId.of("Asia/Jakarta"))
                        .value
                assertEquals(
                    "${model.state.trouble}",
                    year,
                    model.state.statement
                        ?.year
                        ?.toInt(),
                )
                rig.tap(rig.activity.getString(R.string.statement_of, year - 1))
                assertEquals(
                    year - 1,
                    model.state.statement
                        ?.year
                        ?.toInt(),
                )
                rig.die()
                rig.tap(rig.activity.getString(R.string.statement_of, year))
                rig.unseen(rig.activity.getString(R.string.statement_of, year + 1))
            }
        }

    @Test
    fun `whatever went wrong is read first on every screen, and nothing but its way on is the next thing to do`() =
        folder.ready { rig, registration ->
            val routes =
                listOf(Route.Home, Route.Calculator, Route.People, Route.MyData, Route.Settings, Route.Help, Route.Programmes) +
                    listOf(Route.Places, Route.Recovery, Route.Recover, Route.Referral, Route.Requests()) +
                    listOf(Route.Incident("accident", registration), Route.RecoveryCode(registration), Route.Cover(registration)) +
                    listOf(Route.Receipts(registration), Route.Statement(registration), Route.Paper(registration)) +
                    listOf(Route.MemberCard(registration), Route.Jar(registration), Route.Payers(registration)) +
                    listOf(Route.PayFor(registration), Route.Reminders(registration), Route.Status(registration))
            var failed = 0
            for (route in routes) {
                rig.activity.goFromHome(route)
                rig.settle()
                val screen = screen(rig)
                assertEquals("$route", emptyList<String>(), Checks.twoPrimary(rig))
                if (!fail(rig.activity.front)) continue
                failed++
                rig.settle()
                rig.see(WRONG)
                assertEquals("$route", emptyList<String>(), Checks.twoPrimary(rig))
                val said = screen.saidAndSpoken()
                assertEquals("$route", WRONG, said.first())
                assertFalse("$route: $said", WRONG in said.drop(1))
            }
            assertTrue("only $failed", failed >= routes.size - 2)
        }

    /** The same state with a trouble. What is looked at has none of the same kind in common but the name of its field. */
    private fun <S : Any> fail(model: Model<S>): Boolean {
        val fields =
            model.state.javaClass.declaredFields
                .filter { !Modifier.isStatic(it.modifiers) }
        val trouble = fields.find { it.name == "trouble" } ?: return false
        val memory =
            Class
                .forName("sun.misc.Unsafe")
                .getDeclaredField("theUnsafe")
                .apply { isAccessible = true }
                .get(null)
        val made = memory.javaClass.getMethod("allocateInstance", Class::class.java).invoke(memory, model.state.javaClass)
        fields.forEach { field -> field.apply { isAccessible = true }.set(made, field.get(model.state)) }
        trouble.set(made, Trouble(WRONG, Way.TRY_AGAIN))
        @Suppress("UNCHECKED_CAST")
        model.place(made as S)
        return true
    }

    private companion object {
        const val WRONG = "CONTOH gagal."
    }
}
