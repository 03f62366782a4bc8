package org.payung.core

import java.awt.Color
import java.awt.Font
import java.awt.image.BufferedImage
import java.io.File
import javax.imageio.ImageIO
import kotlin.random.Random

/** An invented worker, recognisable as such: every name says CONTOH (sample), the card is drawn and says so. */
object Sample {
    const val NIK = "3201015501900001"
    const val NAME = "SITI CONTOH"

    /** Answers to the whole form, as a shell passes them on; the picture is not among them. */
    val answers =
        mapOf(
            "start" to "yes",
            "ever_member" to "never",
            "age" to "17_64",
            "employer" to "no",
            "payer" to "self",
            "occupation" to "street_vendor",
            "income_per" to "month",
            "income" to "1500000",
            "programmes" to "jkk,jkm,jht",
            "months" to "3",
            "notice" to "yes",
            "nik" to NIK,
            "nik_right" to "yes",
            "name" to NAME,
            "birth_place" to "KOTA CONTOH",
            "mother_name" to "AMINAH CONTOH",
            "home_here" to "yes",
            "village_code" to "other",
            "village" to "KELURAHAN CONTOH",
            "street" to "JALAN CONTOH NOMOR 0",
            "rt_rw" to "003/007",
            "postal_code" to "16911",
            "phone" to "0812 0000 0001",
            "declaration" to "yes",
            "consent_processing" to "yes",
        )

    private val lines =
        listOf(
            "PROVINSI CONTOH",
            "NIK : $NIK",
            "Nama : $NAME",
            "Lahir : CONTOH, 15-01-1990",
            "KARTU CONTOH - BUKAN KTP ASLI",
        )

    /** A card on a table, drawn, with the grain a camera would add. */
    fun card(file: File): File {
        val picture = BufferedImage(1600, 1200, BufferedImage.TYPE_INT_RGB)
        val grain = Random(1)
        for (y in 0 until picture.height) {
            for (x in 0 until picture.width) picture.setRGB(x, y, 0x2c3038 + grain.nextInt(8) * 0x010101)
        }
        with(picture.createGraphics()) {
            color = Color(173, 205, 226)
            fillRect(160, 150, 1280, 900)
            color = Color(196, 140, 106)
            fillRect(1100, 420, 260, 360)
            color = Color.BLACK
            font = Font(Font.MONOSPACED, Font.BOLD, 44)
            lines.forEachIndexed { row, line -> drawString(line, 200, 260 + row * 150) }
            dispose()
        }
        ImageIO.write(picture, "jpg", file)
        return file
    }
}
