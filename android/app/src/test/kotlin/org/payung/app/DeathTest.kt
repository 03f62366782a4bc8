package org.payung.app

import android.os.Build
import android.widget.EditText
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Assume.assumeTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.QuestionModel
import org.payung.app.screen.StatusModel
import org.payung.app.screen.options
import org.payung.core.Office
import org.payung.core.RegistrationState
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.io.File

/** The system turns the screen, takes the app away or ends the process, at every step: nothing is lost. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class DeathTest : OnPhone() {
    @Test
    fun `the whole way, with the process ended after every action`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                office.serve()
                rig.start()
                rig.afterEach = rig::die
                rig.tap(R.string.register)
                rig.fill()
                rig.tap(rig.step.primary)
                val state = (rig.activity.front as StatusModel).state.view!!.state
                assertEquals(RegistrationState.RECEIVED, state)
            }
        }
    }

    @Test
    fun `the whole way, with the phone turned after every action`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                office.serve()
                rig.start()
                rig.afterEach = rig::turn
                rig.tap(R.string.register)
                rig.fill()
                rig.tap(rig.step.primary)
                assertEquals(RegistrationState.RECEIVED, (rig.activity.front as StatusModel).state.view!!.state)
            }
        }
    }

    @Test
    fun `what was typed is there after the process was ended without a word`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answerUpTo("income")
            rig.type("15")
            rig.kill()
            assertEquals("income", rig.step.id)
            assertEquals("15", (rig.activity.front as QuestionModel).state.answer.reveal())
            rig.see("15")
        }
    }

    @Test
    fun `whoever turns the phone while typing goes on at the end`() =
        folder.begun("income") { rig ->
            rig.type("1500")
            rig.turn()
            val field = rig.views().filterIsInstance<EditText>().single()
            assertEquals("1.500", field.text.toString())
            assertEquals(field.text.length, field.selectionEnd)
        }

    @Test
    fun `what was typed is there after the phone rang`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answerUpTo("income")
            rig.type("1500")
            rig.away()
            rig.see("1.500")
            rig.type("1500000")
            rig.tap(rig.step.primary)
            assertEquals("programmes", rig.step.id)
        }
    }

    @Test
    fun `a process that ends while the camera is open gets its picture`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answerUpTo("ktp")
            rig.duringCamera = rig::die
            rig.photograph(Sample.card(folder.newFile("card.jpg")))
            assertEquals("declaration", rig.step.id)
        }
    }

    @Test
    fun `the calculator's answers go along when the process ends and when somebody registers`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.dues)
            rig.calculate()
            rig.see("Rp141.600")
            rig.die()
            rig.see("Rp141.600")
            rig.tap(R.string.register)
            rig.fill()
            rig.see("Rp141.600")
        }
    }

    /** A small disk of its own; only root can mount one. */
    private fun withSmallDisk(
        place: File,
        test: () -> Unit,
    ) {
        place.mkdirs()
        val mount = ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place.path).redirectErrorStream(true)
        assumeTrue("a disk can be mounted", runCatching { mount.start().waitFor() == 0 }.getOrDefault(false))
        try {
            test()
        } finally {
            ProcessBuilder("umount", "--lazy", place.path).start().waitFor()
        }
    }

    @Test
    fun `a disk that is full is said with a way on, and goes on where it stopped once there is room`() {
        val place = folder.newFolder("rig")
        withSmallDisk(File(place, "phone")) {
            Rig(place).use { rig ->
                rig.start().tap(R.string.register)
                rig.answer()
                val full = File(rig.home, "CONTOH")
                full.outputStream().use { into ->
                    // Until the last byte is taken.
                    for (size in listOf(4096, 1)) {
                        val bytes = ByteArray(size)
                        while (runCatching { into.write(bytes) }.isSuccess) Unit
                    }
                }
                // What is tapped is written at once.
                val asked = rig.step.id
                rig.option(
                    rig.step.field
                        .options()
                        .first()
                        .label,
                )
                rig.see(rig.string(R.string.free_room))
                rig.tap(R.string.free_room)
                assertEquals(
                    android.provider.Settings.ACTION_INTERNAL_STORAGE_SETTINGS,
                    shadowOf(rig.activity).nextStartedActivity.action,
                )
                full.delete()
                rig.away()
                rig.unseen(rig.string(R.string.free_room))
                assertEquals(asked, rig.step.id)
                rig.answer()
                assertTrue(rig.step.id != asked)
            }
        }
    }
}
