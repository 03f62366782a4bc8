plugins {
    alias(libs.plugins.android.application)
}

android {
    namespace = "org.payung.app"
    compileSdk = 36

    defaultConfig {
        applicationId = "org.payung.app"
        minSdk = 23
        targetSdk = 36
        versionCode = 1
        versionName = "0.1.0"
    }
}
