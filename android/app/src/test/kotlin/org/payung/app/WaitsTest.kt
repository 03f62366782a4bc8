package org.payung.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.ShareProvider
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File

/** The screen's thread waits for no disk and for no network, whatever somebody does. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
class WaitsTest : OnPhone() {
    private fun during(
        rig: Rig,
        work: () -> Unit,
    ) = Waits.during(listOf(rig.home, File(rig.app.applicationInfo.dataDir)), File(folder.root, "waits.jfr"), work)

    @Test
    fun `from the first screen to a sent registration, with a photo, a ring and a turned phone`() =
        Money.withOffice(folder) { office, _, rig ->
            val card = Sample.letter(folder.newFile("letter.jpg"))
            val waited =
                during(rig) {
                    rig.start().tap(R.string.register)
                    rig.fill()
                    rig.turn()
                    rig.away()
                    rig.tap(rig.step.primary)
                    rig.activity.goFromHome(Route.MyData)
                    rig.settle()
                    Sharing.offer(rig, card)
                    rig.activity.goFromHome(Route.Settings)
                    rig.settle()
                    rig.option("English")
                    office.open()
                }
            // The few bytes of the settings are read before anything can be drawn (Preferences); the camera app of these tests is no app.
            assertEquals(emptyList<String>(), waited.filter { !it.endsWith("settings.xml") && !it.endsWith("capture.jpg") })
        }

    @Test
    fun `the recorder sees what this thread reads and writes`() =
        Rig(folder.newFolder("rig")).use { rig ->
            val waited =
                during(rig) {
                    ShareProvider.keep(rig.app, ShareProvider.RECEIPT, ByteArray(10))
                    ShareProvider
                        .folder(rig.app)
                        .listFiles()!!
                        .single()
                        .readBytes()
                }
            // Each of both, and perhaps the end of the file too.
            assertTrue("$waited", waited.count { it.endsWith(ShareProvider.RECEIPT) } >= 2)
        }
}
