package org.payung.app

import org.payung.core.Language

/** The same ways through the app, in its second language. */
class PicturesInEnglishTest : PicturesTest() {
    override val language = Language.EN
}

class PicturesOfLossInEnglishTest : PicturesOfLossTest() {
    override val language = Language.EN
}

class PicturesOfPayersInEnglishTest : PicturesOfPayersTest() {
    override val language = Language.EN
}

class PicturesOfPlacesInEnglishTest : PicturesOfPlacesTest() {
    override val language = Language.EN
}

class PicturesOfReferralInEnglishTest : PicturesOfReferralTest() {
    override val language = Language.EN
}

class PicturesOfEndsInEnglishTest : PicturesOfEndsTest() {
    override val language = Language.EN
}

class PicturesOfTroubleInEnglishTest : PicturesOfTroubleTest() {
    override val language = Language.EN
}
