package org.payung.app

import android.graphics.Bitmap
import com.google.zxing.BarcodeFormat
import com.google.zxing.BinaryBitmap
import com.google.zxing.DecodeHintType
import com.google.zxing.MultiFormatReader
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.common.HybridBinarizer
import org.junit.rules.TemporaryFolder
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.SystemClock
import org.payung.core.Clock
import org.payung.core.Office
import org.payung.core.Sandbox
import java.io.File
import java.time.OffsetDateTime

/** What tests of money share. */
object Money {
    /**
     * An office whose signed rules name the sandbox's merchant, and which asks it for codes; not [served], nobody can reach it yet.
     * It goes by the phone's [clock] where that is one that is moved by hand.
     */
    fun withOffice(
        folder: TemporaryFolder,
        served: Boolean = true,
        clock: Clock = SystemClock,
        test: (Office, Sandbox, Rig) -> Unit,
    ) {
        val content = folder.newFolder()
        File("../rust-core/model/content").copyRecursively(content, overwrite = true)
        val payment = File(content, "payment.json")
        val named = payment.readText().replace(Regex("\"merchants\": *\\[\\s*]"), "\"merchants\": [${Sandbox.MERCHANT}]")
        check(Sandbox.MERCHANT in named) { "the rules have no place for merchants" }
        payment.writeText(named)
        val now = (clock as? HandClock)?.begins
        Sandbox(folder.newFolder(), now).use { sandbox ->
            Office(folder.newFolder(), content, now).use { office ->
                office.bill(sandbox.url, sandbox.key)
                if (served) office.serve()
                Rig(folder.newFolder(), office.trust, clock = clock).use { rig -> test(office, sandbox, rig) }
            }
        }
    }

    /** Reads a code from a picture, by another program than the one that drew it. */
    fun read(
        picture: Bitmap,
        format: BarcodeFormat,
    ): String {
        val pixels = IntArray(picture.width * picture.height)
        picture.getPixels(pixels, 0, picture.width, 0, 0, picture.width, picture.height)
        val source = RGBLuminanceSource(picture.width, picture.height, pixels)
        val image = BinaryBitmap(HybridBinarizer(source))
        val hints = mapOf(DecodeHintType.POSSIBLE_FORMATS to listOf(format), DecodeHintType.TRY_HARDER to true)
        return MultiFormatReader().decode(image, hints).text
    }
}

/** A phone's clock, that far ahead of this machine's. */
internal class Ahead : Clock {
    var millis = 0L

    override fun nowMillis() = System.currentTimeMillis() + millis
}

/**
 * A clock that stands until it is moved. What a test expects on a day of the month goes by it: on the machine's clock a first bill
 * that comes on the 30th has no day left on which to remind of it.
 */
internal class HandClock(
    /** With its offset, as `2027-03-05T09:00:00+07:00`. */
    val begins: String,
) : Clock {
    private var millis = OffsetDateTime.parse(begins).toInstant().toEpochMilli()

    override fun nowMillis() = millis

    fun goTo(at: Long) {
        millis = at
    }
}

/** Asks nothing: for screens over views that are built by hand. */
internal object Silent : Calls {
    override fun <T> ask(
        call: Session.() -> T,
        answer: (Result<T>) -> Unit,
    ) = Unit

    override fun <T> wait(
        call: suspend Session.() -> T,
        answer: (Result<T>) -> Unit,
    ): () -> Unit = {}
}

/** An invented QRIS code, of a merchant who does not exist. */
internal const val PAYLOAD =
    "00020101021126600013ID.CONTOH.WWW01189360000000000000010210CONTOH00010303UMI51440014ID.CO.QRIS.WWW0215ID00000000000010303UMI" +
        "5204839853033605802ID5919IURAN CONTOH PAYUNG6007JAKARTA6105101106304E8F6"
