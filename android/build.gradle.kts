plugins {
    alias(libs.plugins.android.application) apply false
    // Android's plugin brings a Kotlin of its own, which is older; the newer one on this path compiles the app.
    alias(libs.plugins.kotlin.jvm) apply false
}
