"""What spans pages: the build, weeks, alternates, sitemap, status, assets."""
