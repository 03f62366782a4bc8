package org.payung.app

import android.os.Build
import android.speech.tts.TextToSpeech
import android.view.WindowManager
import android.widget.EditText
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.HomeModel
import org.payung.app.screen.RecoverModel
import org.payung.app.screen.RecoveryCodeModel
import org.payung.app.screen.StatusModel
import org.payung.core.Office
import org.payung.core.RegistrationState
import org.payung.core.Secret
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowTextToSpeech
import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.util.Locale

/** A code on paper, and a registration that comes back on another phone by it. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class RecoveryTest : OnPhone() {
    private fun isSecure(rig: Rig) = rig.activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0

    private fun recover(rig: Rig) = (rig.activity.front as RecoverModel).state

    private fun field(
        rig: Rig,
        label: Int,
    ) = rig
        .views()
        .filterIsInstance<EditText>()
        .first { it.tag == rig.string(label) }
        .text
        .toString()

    private fun enter(
        rig: Rig,
        code: String,
        born: String,
    ) {
        rig.type(code, rig.string(R.string.recover_code))
        rig.type(born, rig.string(R.string.recover_born))
    }

    @Test
    fun `a code is written down, and brings the registration to another phone with its birth date and no other`() =
        Office(folder.newFolder("office")).use { office ->
            office.serve()
            Rig(folder.newFolder("old"), office.trust).use { old ->
                val registration = Lost.register(old)
                val first = writtenDown(old)
                val code = replaced(old)
                assertNotEquals(first, code)
                old.away()

                Lost.another(old, folder.newFolder("new"), office.trust).use { rig ->
                    rig.tap(R.string.recover)
                    assertTrue("what is typed here is in no picture", isSecure(rig))
                    enter(rig, code, "16-01-1990")
                    rig.tap(R.string.recover_open)
                    rig.see("Tidak ketemu")
                    assertEquals("what was typed is still there", code, field(rig, R.string.recover_code))
                    // The paper that was replaced opens nothing any more.
                    enter(rig, first, Lost.BORN)
                    rig.tap(R.string.recover_open)
                    rig.see("Tidak ketemu")
                    enter(rig, code.lowercase().replace("-", " "), Lost.BORN)
                    rig.tap(R.string.recover_open)
                    rig.see(rig.string(R.string.recover_found))
                    assertTrue("nothing of it is kept", recover(rig).code.isEmpty() && recover(rig).born.isEmpty())
                    recover(rig).found!!.words.forEach(rig::see)
                    rig.turn()
                    rig.see(rig.string(R.string.recover_found))
                    rig.tap(R.string.recover_see)
                    val state = (rig.activity.front as StatusModel).state.view!!
                    assertEquals(registration to RegistrationState.RECEIVED, state.registration to state.state)
                    rig.back()
                    assertEquals(
                        listOf(registration),
                        (rig.activity.front as HomeModel)
                            .state.home!!
                            .registrations
                            .map { it.registration },
                    )
                    rig.unseen(rig.string(R.string.recover))
                }
            }
        }

    /** Shown until it is on paper. */
    private fun writtenDown(rig: Rig): String {
        rig.tap(R.string.recovery)
        assertTrue("a code is in no picture", isSecure(rig))
        val shown = (rig.activity.front as RecoveryCodeModel).state.view!!
        val groups = shown.groups.map { it.reveal() }
        assertEquals(listOf(4, 4, 4, 4), groups.map { it.length })
        groups.forEach(rig::see)
        assertTrue("it has reached the office", shown.works)
        (shown.words + listOfNotNull(shown.birthDate?.reveal())).forEach(rig::see)
        // The activity keeps no code: the core has it.
        assertEquals(listOf("", ""), rig.activity.front.saved())
        rig.die()
        groups.forEach(rig::see)
        val code = Lost.code(rig)
        rig.tap(shown.written!!)
        groups.forEach(rig::unseen)
        rig.back()
        rig.tap(R.string.recovery)
        groups.forEach(rig::unseen)
        return code
    }

    /** Asked about first, and then another one is there. */
    private fun replaced(rig: Rig): String {
        val ask = (rig.activity.front as RecoveryCodeModel).state.view!!.newCode!!
        rig.tap(ask)
        rig.see(rig.string(R.string.recovery_new_means))
        rig.turn()
        rig.see(rig.string(R.string.recovery_new_means))
        rig.back()
        assertTrue(Lost.code(rig).isEmpty())
        rig.tap(ask)
        rig.tap(R.string.recovery_keep)
        assertTrue(Lost.code(rig).isEmpty())
        rig.tap(ask)
        rig.tap(ask)
        return Lost.code(rig)
    }

    @Test
    fun `what cannot be a code or a date is a hint while it is typed, and is said at its place when somebody goes on`() =
        Rig(folder.newFolder("rig"), Office(folder.newFolder("office")).trust).use { rig ->
            rig.start().tap(R.string.recover)
            assertEquals(null, recover(rig).codeHint)
            rig.type("7K2M", rig.string(R.string.recover_code))
            val counted = recover(rig).problems!!.code!!
            assertTrue(counted, "4" in counted)
            rig.see(counted)
            assertEquals("it is no mistake yet", null, recover(rig).codeProblem)
            // The next field: what is wrong with the first one is said now.
            rig
                .views()
                .filterIsInstance<EditText>()
                .last()
                .requestFocus()
            rig.settle()
            assertEquals(counted, recover(rig).codeProblem)
            rig.tap(R.string.recover_open)
            assertEquals("nobody is asked with this", false, recover(rig).busy)
            rig.see(recover(rig).bornProblem!!)
            rig.type("0000-0000-0000-0000", rig.string(R.string.recover_code))
            rig.see(rig.string(R.string.recover_code_good))
            rig.type(Lost.BORN, rig.string(R.string.recover_born))
            assertEquals(null, recover(rig).bornProblem)
        }

    @Test
    fun `what is typed outlives a turned phone and a ring, and is written nowhere`() =
        Rig(folder.newFolder("rig"), Office(folder.newFolder("office")).trust).use { rig ->
            rig.start().tap(R.string.recover)
            enter(rig, TYPED, TYPED_BORN)
            rig.turn()
            rig.away()
            assertEquals(TYPED to TYPED_BORN, field(rig, R.string.recover_code) to field(rig, R.string.recover_born))
            assertEquals("for a process that ends", listOf("", ""), rig.activity.front.saved())
            rig.die()
            assertEquals("" to "", field(rig, R.string.recover_code) to field(rig, R.string.recover_born))
            val files = listOf(rig.home, rig.app.filesDir.parentFile!!).flatMap { it.walk() }.filter { it.isFile }
            assertTrue("the core has its files", files.any { it.name == "payung.db" })
            for (typed in listOf(TYPED, TYPED.replace("-", ""), TYPED_BORN, "1992-02-29")) {
                assertEquals(emptyList<File>(), files.filter { typed in it.readText(Charsets.ISO_8859_1) })
            }
        }

    @Test
    fun `without an office nothing comes back, what was typed stays, and the reason stands below it`() =
        Rig(folder.newFolder("rig"), Office(folder.newFolder("office")).trust).use { rig ->
            rig.start().tap(R.string.recover)
            enter(rig, "0000-0000-0000-0000", Lost.BORN)
            rig.tap(R.string.recover_open)
            rig.see(recover(rig).refused!!)
            assertTrue(recover(rig).refused!!, "tidak bisa dihubungi" in recover(rig).refused!!)
            assertEquals("0000-0000-0000-0000", field(rig, R.string.recover_code))
            val why = recover(rig).refused!!
            rig.turn()
            rig.see(why)
            rig.die()
            rig.see(why)
            rig.type("0000-0000-0000-000", rig.string(R.string.recover_code))
            assertEquals("an answer to what was typed before", null, recover(rig).refused)
        }

    @Test
    fun `somebody who does not want to wait gives up, and asks again`() =
        ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { silent ->
            val url = "http://127.0.0.1:${silent.localPort}"
            val trust = Office(folder.newFolder("office")).trust.replace(Regex("http://127\\.0\\.0\\.1:\\d+"), url)
            Rig(folder.newFolder("rig"), trust).use { rig ->
                rig.online(false)
                rig.start().tap(R.string.recover)
                enter(rig, "0000-0000-0000-0000", Lost.BORN)
                repeat(2) { turn ->
                    Lost.press(rig, R.string.recover_open) { recover(rig).busy }
                    rig.see(rig.string(R.string.recover_wait))
                    assertTrue(isSecure(rig))
                    if (turn == 0) Lost.press(rig, R.string.recover_cancel) { !recover(rig).busy } else rig.activity.back()
                    rig.settle()
                    assertFalse(recover(rig).busy)
                    assertEquals("0000-0000-0000-0000", field(rig, R.string.recover_code))
                    rig.unseen(rig.string(R.string.recover_wait))
                }
            }
        }

    @Test
    fun `settings lead to the codes of this phone and to a code of another one`() =
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                rig.start().tap(R.string.settings)
                rig.tap(R.string.recovery)
                rig.see(rig.string(R.string.recovery_none))
                rig.tap(R.string.recover_about)
                rig.see(rig.string(R.string.recover_title))
                rig.activity.goFromHome(Route.Home)
                rig.settle()
                rig.tap(R.string.register)
                rig.fill()
                rig.tap(rig.step.primary)
                val registration = (rig.activity.front as StatusModel).registration
                rig.activity.goFromHome(Route.Recovery)
                rig.settle()
                rig.tap(
                    rig
                        .views()
                        .filterIsInstance<android.widget.TextView>()
                        .first { "Tanda terima" in it.text }
                        .text
                        .toString(),
                )
                assertEquals(registration, (rig.activity.front as RecoveryCodeModel).registration)
                // Nobody has it yet: that is said, and the code can be written down all the same.
                val view = (rig.activity.front as RecoveryCodeModel).state.view!!
                assertFalse(view.works)
                rig.see(view.groups.first().reveal())
                val speech = listen(rig)
                assertTrue(speech(), view.title in speech())
                view.groups.forEach { assertFalse("whoever hears it may use it", spelled(it) in speech() || it.reveal() in speech()) }
                rig.tap(R.string.recovery_listen)
                view.groups.forEach { assertTrue(speech(), spelled(it) in speech()) }
            }
        }

    private fun spelled(group: Secret) = group.reveal().toList().joinToString(" ")

    /** What the phone's voice has said. */
    private fun listen(rig: Rig): () -> String {
        ShadowTextToSpeech.addLanguageAvailability(Locale("id", "ID"))
        rig.tap(R.string.listen)
        val speech = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance())
        speech.onInitListener.onInit(TextToSpeech.SUCCESS)
        return { speech.spokenTextList.joinToString(" ") }
    }

    private companion object {
        /** Nobody's, and in no file of the app. */
        const val TYPED = "7K2M-94QX-CONT-0H12"
        const val TYPED_BORN = "29-02-1992"
    }
}
