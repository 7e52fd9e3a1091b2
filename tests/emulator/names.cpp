#include "tests/emulator/names.hpp"

#include <array>

namespace tests::emulator {
namespace {

constexpr Name german_given[] = {{"Jürgen", "juergen"}, {"Zoë", "zoe"},      {"Anna", "anna"},
                                 {"Björn", "bjoern"},   {"Käthe", "kaethe"}, {"Lukas", "lukas"},
                                 {"Mia", "mia"},        {"Götz", "goetz"}};
constexpr Name german_family[] = {
    {"Müller", "mueller"},  {"Groß", "gross"},     {"Schröder", "schroeder"},       {"Weiß", "weiss"},
    {"Schmidt", "schmidt"}, {"Köhler", "koehler"}, {"von der Höhe", "vonderhoehe"}, {"Bauer", "bauer"}};
constexpr Name french_given[] = {{"Élodie", "elodie"},       {"François", "francois"}, {"Chloé", "chloe"},
                                 {"Jean-Noël", "jean-noel"}, {"Théo", "theo"},         {"Inès", "ines"}};
constexpr Name french_family[] = {{"Lefèvre", "lefevre"},   {"D'Arcy", "d'arcy"},
                                  {"Bézier", "bezier"},     {"Gagné", "gagne"},
                                  {"Marchand", "marchand"}, {"Saint-Exupéry", "saintexupery"}};
constexpr Name nordic_given[] = {{"Åsa", "asa"},  {"Søren", "soren"}, {"Ingrid", "ingrid"},
                                 {"Þór", "thor"}, {"Håkon", "hakon"}, {"Märta", "marta"}};
constexpr Name nordic_family[] = {{"Ångström", "angstrom"}, {"Ærø", "aeroe"},
                                  {"Nygård", "nygard"},     {"Jónsdóttir", "jonsdottir"},
                                  {"Bjørnson", "bjornson"}, {"Lindqvist", "lindqvist"}};
constexpr Name slavic_given[] = {{"Łukasz", "lukasz"}, {"Zdeněk", "zdenek"}, {"Ağça", "agca"},
                                 {"Iñaki", "inaki"},   {"Željka", "zeljka"}, {"İpek", "ipek"}};
constexpr Name slavic_family[] = {{"Dvořák", "dvorak"}, {"Wałęsa", "walesa"}, {"Şahin", "sahin"},
                                  {"Núñez", "nunez"},   {"Čapek", "capek"},   {"Žižka", "zizka"}};
constexpr Name greek_given[] = {{"Γιώργος", "giorgos"},
                                {"Ελένη", "eleni"},
                                {"Σοφία", "sofia"},
                                {"Νίκος", "nikos"},
                                {"Αλέξανδρος", "alexandros"}};
constexpr Name greek_family[] = {{"Παπαδόπουλος", "papadopoulos"},
                                 {"Βασιλείου", "vasileiou"},
                                 {"Οικονόμου", "oikonomou"},
                                 {"Γεωργίου", "georgiou"}};
constexpr Name cyrillic_given[] = {{"Наталія", "nataliia"}, {"Дмитрий", "dmitry"}, {"Ольга", "olga"},
                                   {"Юлія", "yuliia"},      {"Ђорђе", "djordje"},  {"Пётр", "pyotr"}};
constexpr Name cyrillic_family[] = {{"Шевченко", "shevchenko"},
                                    {"Кузнецов", "kuznetsov"},
                                    {"Їжакевич", "izhakevych"},
                                    {"Соловьёв", "solovyov"},
                                    {"Јовановић", "jovanovic"}};
constexpr Name hebrew_given[] = {{"נועה", "noa"}, {"אורי", "uri"}, {"תמר", "tamar"}, {"יוסף", "yosef"}};
constexpr Name hebrew_family[] = {
    {"כהן", "cohen"}, {"לוי", "levi"}, {"מזרחי", "mizrahi"}, {"בן־דוד", "bendavid"}};
constexpr Name arabic_given[] = {
    {"محمد", "mohammed"}, {"فاطمة", "fatima"}, {"يوسف", "youssef"}, {"لیلا", "leila"}, {"أحمد", "ahmad"}};
constexpr Name arabic_family[] = {
    {"الحسن", "alhassan"}, {"النجار", "alnajjar"}, {"خوری", "khoury"}, {"المصري", "almasri"}};
constexpr Name hindi_given[] = {
    {"अनन्या", "ananya"}, {"राहुल", "rahul"}, {"प्रिया", "priya"}, {"विक्रम", "vikram"}};
constexpr Name hindi_family[] = {
    {"शर्मा", "sharma"}, {"सिंह", "singh"}, {"पटेल", "patel"}, {"त्रिपाठी", "tripathi"}};
constexpr Name chinese_given[] = {
    {"伟", "wei"}, {"秀英", "xiuying"}, {"小明", "xiaoming"}, {"𠮷", "ji"}, {"芳", "fang"}};
constexpr Name chinese_family[] = {
    {"王", "wang"}, {"李", "li"}, {"张", "zhang"}, {"欧阳", "ouyang"}, {"陈", "chen"}};
constexpr Name japanese_given[] = {
    {"さくら", "sakura"}, {"健太", "kenta"}, {"ユキ", "yuki"}, {"陽葵", "himari"}};
constexpr Name japanese_family[] = {
    {"佐藤", "sato"}, {"髙橋", "takahashi"}, {"渡邉", "watanabe"}, {"𠮷田", "yoshida"}};
constexpr Name korean_given[] = {
    {"민준", "minjun"}, {"서연", "seoyeon"}, {"지우", "jiwoo"}, {"하은", "haeun"}};
constexpr Name korean_family[] = {{"김", "kim"}, {"이", "lee"}, {"박", "park"}, {"남궁", "namgung"}};
constexpr Name vietnamese_given[] = {
    {"Hương", "huong"}, {"Đức", "duc"}, {"Thị Ánh", "thianh"}, {"Quốc Bảo", "quocbao"}};
constexpr Name vietnamese_family[] = {
    {"Nguyễn", "nguyen"}, {"Trần", "tran"}, {"Phạm", "pham"}, {"Đặng", "dang"}};
constexpr Name english_given[] = {{"Olivia", "olivia"},  {"Sean", "sean"},   {"Mary Ann", "maryann"},
                                  {"James", "james"},    {"Grace", "grace"}, {"Ada", "ada"},
                                  {"Siobhán", "siobhan"}};
constexpr Name english_family[] = {
    {"O'Neill", "o'neill"}, {"Smith", "smith"}, {"Brontë", "bronte"}, {"Smith-Jones", "smith-jones"},
    {"MacLeod", "macleod"}, {"Wu", "wu"},       {"Hopper", "hopper"}};

const std::array<NameSet, 14> sets{{
    {"DE", false, " ", german_given, german_family},
    {"US", false, " ", english_given, english_family},
    {"FR", false, " ", french_given, french_family},
    {"GR", false, " ", greek_given, greek_family},
    {"JP", true, " ", japanese_given, japanese_family},
    {"UA", false, " ", cyrillic_given, cyrillic_family},
    {"IL", false, " ", hebrew_given, hebrew_family},
    {"EG", false, " ", arabic_given, arabic_family},
    {"IN", false, " ", hindi_given, hindi_family},
    {"CN", true, "", chinese_given, chinese_family},
    {"KR", true, "", korean_given, korean_family},
    {"VN", true, " ", vietnamese_given, vietnamese_family},
    {"SE", false, " ", nordic_given, nordic_family},
    {"CZ", false, " ", slavic_given, slavic_family},
}};

}  // namespace

std::span<const NameSet> name_sets() { return sets; }

}  // namespace tests::emulator
