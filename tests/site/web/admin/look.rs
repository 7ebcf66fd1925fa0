//! Name and looks: words, colour, logo, hosts of pictures.

use groundswell::people::Role;
use image::{ImageFormat, Rgb, RgbImage};
use reqwest::multipart::{Form, Part};

use crate::support::{Browser, Page, Site};

async fn admin(site: &Site) -> Browser {
    site.browser_of(&site.person("Ada", Role::Administrator).await).await
}

const LOOK: [(&str, &str); 8] = [
    ("name", "Halden Outdoor"),
    ("tagline", "Post what you miss."),
    ("welcome", "Hello **there**"),
    ("language", "es"),
    ("time_zone", "Europe/Oslo"),
    ("promise_days", "14"),
    ("brand_colour", "#ff8800"),
    ("image_hosts", "images.example.com\r\nPictures.Example.org"),
];

fn look_with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    LOOK.iter().map(|(field, old)| (*field, if *field == name { value } else { *old })).collect()
}

#[actix_web::test]
async fn the_site_is_named_and_coloured_and_lets_pictures_in() {
    let site = Site::start().await;
    let browser = admin(&site).await;
    let before = site.visitor().get("/moderation/log").await.expect(200);
    let policy = |page: &Page| page.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy(&before).contains("img-src 'self' data:;"));
    browser.post("/admin/look", &LOOK).await.expect(303);
    let page = site.visitor().get("/moderation/log").await.expect(200);
    assert!(page.text_of(".site-name").contains("Halden Outdoor"));
    let wanted = "img-src 'self' data: https://images.example.com https://pictures.example.org;";
    assert!(policy(&page).contains(wanted), "{}", policy(&page));
    let theme = page.attributes("link[rel=stylesheet]", "href").pop().unwrap();
    assert!(theme.starts_with("/theme.css?v="), "{theme}");
    let css = site.visitor().get(&theme).await.expect(200);
    assert!(css.text.starts_with(":root { --brand: light-dark(#"), "{}", css.text);
    assert!(css.headers["cache-control"].to_str().unwrap().contains("immutable"));
    let stale = site.visitor().get("/theme.css?v=0").await.expect(200);
    assert!(!stale.headers["cache-control"].to_str().unwrap().contains("immutable"));
    browser.post("/admin/look", &look_with("image_hosts", "")).await.expect(303);
    let after = site.visitor().get("/moderation/log").await.expect(200);
    assert!(policy(&after).contains("img-src 'self' data:;"), "without a restart");
}

#[actix_web::test]
async fn pictures_in_what_is_there_already_come_and_go_with_their_host() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let browser = admin(&site).await;
    let ann = site.customer("Ann").await;
    let picture = "Look: ![a tent](https://images.example.com/tent.png)";
    let idea = site.idea_saying(&ann, &board, "A lighter tent", picture).await;
    site.comment(&ann, &idea, None, picture).await;
    let shown = async || {
        let page = site.visitor().visit(&format!("/ideas/{}", idea.id)).await.expect(200);
        (
            page.attributes(".prose img", "src").len(),
            page.attributes(".prose a[href$='tent.png']", "href").len(),
        )
    };
    assert_eq!(shown().await, (0, 2));
    for (hosts, pictures, links) in [("images.example.com", 2, 0), ("", 0, 2)] {
        browser.post("/admin/look", &look_with("image_hosts", hosts)).await.expect(303);
        site.work().await;
        assert_eq!(shown().await, (pictures, links), "{hosts}");
        site.clock.advance(1);
    }
}

#[actix_web::test]
async fn a_look_that_cannot_be_taken_comes_back_as_typed() {
    let site = Site::start().await;
    let browser = admin(&site).await;
    for (field, value, error) in [
        ("name", "", "Give the site a name."),
        ("time_zone", "Mars/Olympus", "Choose a time zone from the list."),
        ("promise_days", "400", "Write a number of days from 1 to 365, or nothing."),
        ("brand_colour", "red", "Write a colour like #0d5a54."),
        (
            "image_hosts",
            "https://x.example/;script-src",
            "Write host names only, one a line, as in images.example.com.",
        ),
    ] {
        let page = browser.post("/admin/look", &look_with(field, value)).await.expect(422);
        assert_eq!(page.texts(".error-summary a"), [error], "{field}");
        assert_eq!(page.text_of("textarea[name=welcome]"), "Hello **there**");
    }
    let page = browser.post("/admin/look", &[&LOOK[..], &[("preview", "1")]].concat()).await.expect(200);
    assert_eq!(page.text_of(".preview .prose strong"), "there");
    assert_eq!(page.attributes(".preview svg rect:nth-of-type(2)", "fill").len(), 2);
    let name = site.state.settings().await.unwrap().site.name.clone();
    assert_eq!(name, "Halden Ideas", "neither errors nor a preview store anything");
}

async fn upload(site: &Site, browser: &Browser, name: &str, bytes: Vec<u8>) -> (u16, String) {
    let part = Part::bytes(bytes).file_name(name.to_owned());
    let answer = browser
        .client()
        .post(browser.url("/admin/look/logo"))
        .header("origin", &site.address)
        .multipart(Form::new().part("logo", part))
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, Rgb([200, 80, 20])).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[actix_web::test]
async fn a_logo_is_made_anew_served_and_taken_away() {
    let site = Site::start().await;
    let browser = admin(&site).await;
    site.visitor().get("/logo.png").await.expect(404);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let (status, _) = upload(&site, &browser, "logo", picture(1_200, 300, format)).await;
        assert_eq!(status, 303, "{format:?}");
        let logo = site.state.settings().await.unwrap().site.logo.clone().unwrap();
        let decoded = image::load_from_memory_with_format(&logo, ImageFormat::Png).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (448, 112));
    }
    let page = site.visitor().get("/moderation/log").await.expect(200);
    let address = page.attributes(".site-name img", "src").pop().unwrap();
    let served = site.visitor().get(&address).await.expect(200);
    assert_eq!(served.headers["content-type"], "image/png");
    assert!(served.headers["cache-control"].to_str().unwrap().contains("immutable"));
    browser.post("/admin/look/logo/remove", &[]).await.expect(303);
    site.visitor().get("/logo.png").await.expect(404);
}

#[actix_web::test]
async fn uploads_that_are_no_pictures_are_refused_and_say_why() {
    let site = Site::start().await;
    let browser = admin(&site).await;
    let svg = "SVG files can hold programs, so they are not taken.";
    let none = "This is no PNG, JPEG or WebP picture that can be read.";
    for (bytes, error) in [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), svg),
        (b"\xef\xbb\xbf\n <?xml version='1.0'?><svg/>".to_vec(), svg),
        (b"GIF89a".to_vec(), none),
        (b"\x89PNG\r\n\x1a\nbroken".to_vec(), none),
        (b"hello".to_vec(), none),
        (Vec::new(), "Choose a picture."),
        (vec![b'x'; 600 * 1024], "The file is larger than 512 KB. Save it smaller."),
        (picture(2_001, 4, ImageFormat::Png), "The picture is larger than 2,000 pixels a side."),
    ] {
        let (status, text) = upload(&site, &browser, "logo.png", bytes).await;
        assert_eq!(status, 422);
        assert!(text.contains(error), "{error}");
    }
    assert!(site.state.settings().await.unwrap().site.logo.is_none());
}

#[actix_web::test]
async fn nothing_of_a_hostile_upload_is_ever_served() {
    let site = Site::start().await;
    let browser = admin(&site).await;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/hostile/uploads");
    let (mut taken, mut refused) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (status, _) = upload(&site, &browser, &name, std::fs::read(&path).unwrap()).await;
        assert!(status == 303 || status == 422, "{name}: {status}");
        if status == 422 {
            refused += 1;
            continue;
        }
        taken += 1;
        let logo = site.state.settings().await.unwrap().site.logo.clone().unwrap();
        assert!(logo.starts_with(b"\x89PNG"), "{name}");
        let served = String::from_utf8_lossy(&logo).to_lowercase();
        for payload in ["script", "alert", "onload", "exif", "xmp", "text"] {
            assert!(!served.contains(payload), "{name} still has {payload}");
        }
    }
    assert!(taken >= 3 && refused >= 9, "{taken} taken, {refused} refused");
}
