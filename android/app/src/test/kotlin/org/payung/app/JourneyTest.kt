package org.payung.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.payung.app.screen.StatusModel
import org.payung.app.screen.begun
import org.payung.core.Office
import org.payung.core.RegistrationState
import org.payung.core.Sample
import org.payung.core.ScreenKind
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** A worker registers with the real office, through the real activity. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class JourneyTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun phone() = FakeKeystore.install()

    private fun status(rig: Rig) = (rig.activity.front as StatusModel).state.view!!

    @Test
    fun `a worker registers offline, is sent when there is an office, corrects one answer and is accepted`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                rig.start()
                rig.see(rig.string(R.string.welcome))
                rig.see("Rp8.400")
                rig.tap(R.string.register)
                rig.fill()
                assertEquals(ScreenKind.REVIEW, rig.step.kind)
                rig.see(Sample.NAME)
                rig.tap(rig.step.primary)

                // The office is down: kept, and said why.
                assertEquals(RegistrationState.READY, status(rig).state)
                rig.see(begun(status(rig).words))
                office.serve()
                rig.tap(R.string.send_try)
                assertEquals(RegistrationState.RECEIVED, status(rig).state)
                rig.see(status(rig).receipt)

                office.open()
                val words = "Nomor ini tidak tersambung. Tulis nomor lain."
                office.correct(status(rig).registration, "phone", words)
                rig.away()
                assertEquals(RegistrationState.NEEDS_CORRECTION, status(rig).state)
                rig.see(words)
                rig.tap(R.string.correct)
                assertEquals("phone", rig.step.id)
                rig.see(words)
                rig.type("081300000002")
                rig.tap(rig.step.primary)
                rig.fill(Sample.answers)
                rig.tap(rig.step.primary)
                assertEquals(RegistrationState.RECEIVED, status(rig).state)
                assertEquals(2u, status(rig).revision)

                office.open()
                office.accept(status(rig).registration)
                rig.away()
                assertEquals(RegistrationState.ACCEPTED, status(rig).state)
                rig.back()
                rig.see(begun(status0(rig)))
                assertTrue(
                    "nothing of the camera stays",
                    rig.app.filesDir.parentFile!!
                        .walk()
                        .none { it.extension == "jpg" },
                )
                assertTrue("nothing of the camera stays", rig.home.walk().none { it.extension == "jpg" })
            }
        }
    }

    private fun status0(rig: Rig) =
        (rig.activity.front as org.payung.app.screen.HomeModel)
            .state.home!!
            .registrations
            .first()
            .words
}
