/* The base market of RULES.md in C: the ceiling. One thread, packed state, calendar buckets, a bit per pair
 * in each lab's order for who is free, powers and exponentials only where a number changed.
 *
 * yardstick FILE WORLDS SEED prints one JSON object: mean and sd of each count over worlds, and the seconds
 * spent playing (loading the file is left out). */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SENT1, SENT2, OPENED, REPLIED, INTERESTED, OFFERED, COUNTERED, ACCEPTED, STARTED, MAILS, KINDS };
static const char *NAMES[KINDS] = {"first_mails", "follow_ups", "opened",   "replied", "interested",
                                   "offered",     "countered",  "accepted", "started", "mails"};
enum { FREE, WAITING, REPLYING, INTERVIEW, OFFER, SIGNED, RESTING };
enum { FOLLOW_UP = 5, REST = 120, DEADLINE = 7, NOTICE = 30, HORIZON = 128 };

/* ---- the exported population ------------------------------------------------------------------------ */

static char *item_name[128];
static double *item[128];
static int items;

static double *get(const char *name) {
    for (int i = 0; i < items; i++)
        if (!strcmp(item_name[i], name)) return item[i];
    fprintf(stderr, "the export has no %s\n", name);
    exit(65);
}

static void load(const char *path) {
    FILE *f = fopen(path, "r");
    char name[64];
    long count;
    if (!f) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(65);
    }
    while (fscanf(f, "%63s %ld", name, &count) == 2) {
        item_name[items] = strdup(name);
        item[items] = malloc(sizeof(double) * (size_t)count);
        for (long i = 0; i < count; i++)
            if (fscanf(f, "%lf", &item[items][i]) != 1) exit(65);
        items++;
    }
    fclose(f);
}

/* ---- random numbers: xoshiro256+ -------------------------------------------------------------------- */

static uint64_t s[4];
static inline uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
static inline uint64_t next(void) {
    uint64_t r = s[0] + s[3], t = s[1] << 17;
    s[2] ^= s[0], s[3] ^= s[1], s[1] ^= s[2], s[0] ^= s[3], s[2] ^= t, s[3] = rotl(s[3], 45);
    return r;
}
static inline double uniform(void) { return ((double)(next() >> 11) + 0.5) * 0x1p-53; }
static void seed(uint64_t x) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = (x += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        s[i] = z ^ (z >> 31);
    }
}
static float normal_table[4096];
static inline float normal(void) { return normal_table[next() >> 52]; }
static inline double logistic(double x) { return 1.0 / (1.0 + exp(-x)); }
static inline double gumbel(double u) { return -log(-log(u)); }

/* Acklam's inverse normal, for the table only. */
static double inverse_normal(double p) {
    static const double a[] = {-39.69683028665376, 220.9460984245205, -275.9285104469687,
                               138.3577518672690,  -30.66479806614716, 2.506628277459239};
    static const double b[] = {-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972,
                               -13.28068155288572};
    static const double c[] = {-0.007784894002430293, -0.3223964580411365, -2.400758277161838,
                               -2.549732539343734,    4.374664141464968,   2.938163982698783};
    static const double d[] = {0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416};
    if (p > 0.97575) return -inverse_normal(1 - p);
    if (p < 0.02425) {
        double q = sqrt(-2 * log(p));
        return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
               ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    }
    double q = p - 0.5, r = q * q;
    return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
           (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

/* ---- the world --------------------------------------------------------------------------------------- */

enum { MAX_LABS = 256, LAB_SHIFT = 24, PERSON_MASK = (1 << LAB_SHIFT) - 1 };

/* What somebody thinks of a lab's approach, as three uniforms: of the reply, of interest, of the offer. */
typedef struct { float reply, interest, offer; } Mind;
/* pay_term is kept true to the person's present pay by set_pay, so that a mail needs no power. */
typedef struct {
    float fit, shock, value, pay_term;
    Mind first, now; /* of the lab's first approach, and of this one */
    int32_t offered;
    int16_t due;
    uint8_t state, mails, is_known, before; /* before: mails of the approach before this one */
} Pair;
typedef struct {
    float money, taste, threshold, fresh_term; /* fresh_term: the pay term of an offer made today */
    int32_t pay;
    int16_t employer;
    uint8_t offers, is_signed, open, countered;
} Person;
typedef struct { uint32_t *at; int n, room; } List; /* of keys: lab << LAB_SHIFT | person */

static int N, L, DAYS, words, per_week, today;
static Pair *pair;              /* [person * L + lab] */
static Person *person, *newborn; /* newborn: everybody before luck is drawn */
static uint64_t *free_bits;     /* [lab * words + rank / 64]: may be written to */
static int *order, *rank_of;    /* [lab * N + rank], [person * L + lab] */
static int32_t *band;           /* [lab * N + person]: what labs take for the pay of the lab's people */
static float *words_of[2];
static double *fleet, *share, *researchers, *heads;
static List bucket[HORIZON];    /* what is due, by day modulo HORIZON */
static List deciding, starting, opened, keen, silent;
static long counts[KINDS];

static float pull[MAX_LABS], fleet_ratio[MAX_LABS]; /* of today; fleets as a share of the largest */
static double beta, kappa, half, a1, a2, a4, cut, yes, gate_weight, pull_counter, raise_by, p_offer, p_counter;
static double p_open, memory, repeat, gate_fleet, gate_sd, fit_sd, pay_ratio, shift[2];
static double money_mu, money_sigma, heavy_share, heavy_taste, gate_of_heavy;
static uint8_t delay[4096];

static inline int lab_of(uint32_t key) { return (int)(key >> LAB_SHIFT); }
static inline int person_of(uint32_t key) { return (int)(key & PERSON_MASK); }
static inline Pair *pair_of(uint32_t key) { return &pair[(long)person_of(key) * L + lab_of(key)]; }
static inline uint32_t key_of(int l, int i) { return (uint32_t)l << LAB_SHIFT | (uint32_t)i; }

static inline void push(List *list, uint32_t key) {
    if (list->n == list->room) {
        list->room = 2 * list->room + 64;
        list->at = realloc(list->at, sizeof *list->at * (size_t)list->room);
    }
    list->at[list->n++] = key;
}

static inline void put(uint32_t key, int days) {
    pair_of(key)->due = (int16_t)(today + days);
    push(&bucket[(today + days) % HORIZON], key);
}

static inline void close_pair(uint32_t key) {
    pair_of(key)->state = RESTING;
    put(key, REST);
}

static void refresh(int l, int i) {
    int r = rank_of[(long)i * L + l], may = pair[(long)i * L + l].state == FREE;
    uint64_t bit = 1ull << (r & 63), *w = &free_bits[(long)l * words + (r >> 6)];
    may = may && !person[i].is_signed && person[i].employer != l;
    *w = may ? *w | bit : *w & ~bit;
}

static float pay_term(double offered, double present) {
    return (float)(beta * (1.0 - pow(present / offered, kappa)) / kappa);
}

static int32_t fresh_offer(int i) { return (int32_t)floor(pay_ratio * band[(long)person[i].employer * N + i]); }

static void set_pay(int i, int32_t pay) {
    person[i].pay = pay;
    person[i].fresh_term = pay_term(fresh_offer(i), pay);
    for (Pair *q = &pair[(long)i * L]; q < &pair[(long)(i + 1) * L]; q++)
        if (q->state != FREE && q->state != RESTING) q->pay_term = pay_term(q->offered, pay);
}

static inline float attraction(int l, const Person *who, const Pair *q) {
    return who->money * q->pay_term + who->taste * (pull[l] - pull[who->employer]) + q->fit;
}

static inline int gated(int l, const Person *who) { return fleet_ratio[l] < who->threshold; }

static inline void mail(uint32_t key) {
    int l = lab_of(key), i = person_of(key);
    Pair *q = pair_of(key);
    int second = q->mails++;
    counts[SENT1 + second]++;
    q->value = attraction(l, &person[i], q) + words_of[second][i] + (float)(second < q->before ? repeat : 0.0);
    int answered = q->shock <= (second ? a2 : a1) + q->value;
    q->state = answered ? REPLYING : WAITING;
    put(key, answered ? delay[next() >> 52] : FOLLOW_UP);
}

/* ---- a day ------------------------------------------------------------------------------------------- */

static void open_day(void) {
    double leader = 0;
    for (int l = 0; l < L; l++) {
        double f = fleet[l * (DAYS + 1) + today], c = fmax(f * share[l] / heads[l], 1.0);
        pull[l] = (float)log(c / (c + half));
        leader = fmax(leader, f);
    }
    for (int l = 0; l < L; l++) fleet_ratio[l] = (float)(fleet[l * (DAYS + 1) + today] / leader);
    deciding.n = starting.n = opened.n = keen.n = silent.n = 0;
}

/* Chance L(x + shift) / L(x) with x = a4 + V, from one exponential. */
static void hear_reply(uint32_t key, const Pair *q) {
    double z = exp(-(a4 + q->value));
    counts[REPLIED]++;
    if (q->now.interest * (1.0 + z * shift[gated(lab_of(key), &person[person_of(key)])]) < 1.0 + z) {
        counts[INTERESTED]++;
        push(&keen, key);
    } else {
        close_pair(key);
    }
}

static void conclude_interviews(uint32_t key, Pair *q) {
    Person *who = &person[person_of(key)];
    if (uniform() >= p_offer) {
        close_pair(key);
        return;
    }
    counts[OFFERED]++;
    q->state = OFFER;
    put(key, DEADLINE);
    who->offers++;
    if (!who->open) who->open = 1, push(&opened, key);
}

static void arrive_one(uint32_t key) {
    int l = lab_of(key), i = person_of(key);
    Pair *q = pair_of(key);
    if (q->due != today) return; /* an offer that was answered with another one */
    if (q->state == RESTING) {
        q->state = FREE;
        refresh(l, i);
    } else if (q->state == SIGNED) {
        push(&starting, key);
    } else if (q->state == OFFER) {
        push(&deciding, key);
    } else if (person[i].is_signed || person[i].employer == l) {
        close_pair(key);
    } else if (q->state == REPLYING) {
        hear_reply(key, q);
    } else if (q->state == INTERVIEW) {
        conclude_interviews(key, q);
    } else if (q->mails == 2) {
        close_pair(key);
    } else {
        push(&silent, key);
    }
}

/* First days come last: what else is due today still finds the person signed. */
static void start_work(uint32_t key) {
    int l = lab_of(key), i = person_of(key);
    int32_t offered = pair_of(key)->offered;
    counts[STARTED]++;
    heads[person[i].employer]--;
    heads[l]++;
    person[i].employer = (int16_t)l;
    person[i].is_signed = 0;
    close_pair(key);
    set_pay(i, offered);
    for (int m = 0; m < L; m++) refresh(m, i);
}

static void arrive(void) {
    List *due = &bucket[today % HORIZON];
    for (int k = 0; k < due->n; k++) arrive_one(due->at[k]);
    due->n = 0;
    for (int k = 0; k < starting.n; k++) start_work(starting.at[k]);
}

static int choose(const Person *who, const Pair *q) {
    double best = (who->countered ? pull_counter : 0.0) + gumbel(uniform());
    int winner = -1;
    for (int l = 0; l < L; l++) {
        if (q[l].state != OFFER) continue;
        double v = yes + attraction(l, who, &q[l]) + (gated(l, who) ? gate_weight : 0.0) + gumbel(q[l].now.offer);
        if (v > best) best = v, winner = l;
    }
    return winner;
}

static void decide(int i) {
    Person *who = &person[i];
    Pair *q = &pair[(long)i * L];
    if (!who->offers) return;
    int winner = choose(who, q);
    for (int l = 0; l < L; l++)
        if (q[l].state == OFFER && l != winner) close_pair(key_of(l, i));
    if (winner >= 0) {
        counts[ACCEPTED]++;
        who->is_signed = 1;
        q[winner].state = SIGNED;
        put(key_of(winner, i), NOTICE);
        for (int l = 0; l < L; l++) refresh(l, i);
    } else if (who->countered) {
        set_pay(i, (int32_t)floor(who->pay * (1.0 + raise_by)));
    }
    who->offers = who->open = who->countered = 0;
}

static void counter(int i) {
    if (uniform() >= p_counter) return;
    person[i].countered = 1;
    counts[COUNTERED]++;
}

static inline float fraction(void) { return ((float)(next() >> 41) + 0.5f) * 0x1p-23f; }

/* That of the lab's first approach, as often as people remember; else a fresh one. */
static void make_up_mind(Pair *q) {
    if (q->is_known && uniform() < memory) {
        q->now = q->first;
        return;
    }
    q->now = (Mind){fraction(), fraction(), fraction()};
    if (!q->is_known) q->first = q->now, q->fit = (float)fit_sd * normal(), q->is_known = 1;
}

static void open_sequence(int l, int i) {
    Pair *q = &pair[(long)i * L + l];
    q->before = q->is_known ? q->mails : 0;
    make_up_mind(q);
    q->mails = 0;
    q->offered = fresh_offer(i);
    q->pay_term = person[i].fresh_term;
    q->shock = INFINITY;
    if (uniform() < p_open) {
        q->shock = logf(q->now.reply / (1.0f - q->now.reply));
        counts[OPENED]++;
    }
    mail(key_of(l, i));
}

static void write_first_mails(int l, int wanted) {
    for (int w = 0; w < words && wanted;) {
        uint64_t *word = &free_bits[(long)l * words + w];
        if (!*word) {
            w++;
            continue;
        }
        int i = order[(long)l * N + 64 * w + __builtin_ctzll(*word)];
        *word &= *word - 1;
        open_sequence(l, i);
        wanted--;
    }
}

static void act(void) {
    for (int k = 0; k < keen.n; k++) {
        pair_of(keen.at[k])->state = INTERVIEW;
        put(keen.at[k], 14 + (int)(uniform() * 29));
    }
    for (int k = 0; k < silent.n; k++) mail(silent.at[k]);
    int wanted = (today + 1) * per_week / 7 - today * per_week / 7;
    for (int l = 0; l < L; l++) write_first_mails(l, wanted);
}

static void play(void) {
    for (today = 0; today < DAYS; today++) {
        open_day();
        arrive();
        for (int k = 0; k < deciding.n; k++) decide(person_of(deciding.at[k]));
        for (int k = 0; k < opened.n; k++) counter(person_of(opened.at[k]));
        act();
    }
}

static void start_world(void) {
    memset(counts, 0, sizeof counts);
    memset(pair, 0, sizeof(Pair) * (size_t)N * (size_t)L);
    memcpy(person, newborn, sizeof(Person) * (size_t)N);
    memcpy(heads, researchers, sizeof(double) * (size_t)L);
    for (int d = 0; d < HORIZON; d++) bucket[d].n = 0;
    for (int i = 0; i < N; i++) {
        int heavy = uniform() < heavy_share;
        person[i].money = (float)exp(money_mu + money_sigma * normal());
        person[i].taste = heavy ? (float)heavy_taste : 0;
        if (heavy && uniform() < gate_of_heavy)
            person[i].threshold = (float)(gate_fleet * exp(gate_sd * normal()));
        for (int l = 0; l < L; l++) refresh(l, i);
    }
}

/* ---- what is read before the clock starts ------------------------------------------------------------ */

static void read_parameters(void) {
    beta = *get("pay_slope"), kappa = *get("pay_curvature"), half = *get("compute_half_saturation_h100e");
    a1 = *get("reply_cut_1"), a2 = *get("reply_cut_2"), a4 = *get("reply_cut_4"), cut = *get("interest_cut");
    yes = *get("accept_constant"), gate_weight = *get("gate_weight"), pull_counter = *get("counter_pull");
    raise_by = *get("counter_raise"), p_offer = *get("offer_chance_interviewed"), p_counter = *get("counter_chance");
    p_open = logistic(*get("open_constant") + *get("subject")), memory = *get("memory");
    repeat = *get("words_repeat");
    gate_fleet = *get("gate_fleet_share");
    gate_sd = *get("gate_sd"), fit_sd = *get("fit_sd"), pay_ratio = *get("pay_ratio");
    per_week = (int)*get("letters_per_week");
    shift[0] = exp(-cut), shift[1] = exp(-(cut + gate_weight));
    heavy_share = *get("compute_share"), heavy_taste = *get("compute_taste_mean") / heavy_share;
    gate_of_heavy = *get("gate_share") / heavy_share;
    double sd = *get("money_sd"), variance = log1p(sd * sd);
    money_mu = -variance / 2, money_sigma = sqrt(variance);
    for (int k = 0; k < 4096; k++) {
        double z = inverse_normal((k + 0.5) / 4096);
        double days = *get("reply_delay_median_days") * exp(*get("reply_delay_sd") * z);
        normal_table[k] = (float)z;
        delay[k] = (uint8_t)fmin(1 + floor(days), 14);
    }
}

static float *floats(const char *name) {
    double *x = get(name);
    float *y = malloc(sizeof(float) * (size_t)N);
    for (int k = 0; k < N; k++) y[k] = (float)x[k];
    return y;
}

static void read_population(void) {
    double *ranked = get("order"), *employer = get("employer"), *pay = get("pay_usd"), *bands = get("band_usd");
    size_t pairs = (size_t)N * (size_t)L;
    words = (N + 63) / 64, free_bits = calloc((size_t)words * (size_t)L, sizeof(uint64_t));
    pair = calloc(pairs, sizeof(Pair)), order = malloc(sizeof(int) * pairs), rank_of = malloc(sizeof(int) * pairs);
    person = calloc((size_t)N, sizeof(Person)), newborn = malloc(sizeof(Person) * (size_t)N);
    fleet = get("fleet"), share = get("research_share"), researchers = get("researchers");
    heads = malloc(sizeof(double) * (size_t)L);
    words_of[0] = floats("words_1"), words_of[1] = floats("words_2");
    band = malloc(sizeof(int32_t) * pairs);
    for (size_t k = 0; k < pairs; k++) band[k] = (int32_t)bands[k];
    for (int l = 0; l < L; l++)
        for (long r = 0; r < N; r++) {
            int i = order[(long)l * N + r] = (int)ranked[(long)l * N + r];
            rank_of[(long)i * L + l] = (int)r;
        }
    for (int i = 0; i < N; i++) person[i].employer = (int16_t)employer[i], set_pay(i, (int32_t)pay[i]);
    memcpy(newborn, person, sizeof(Person) * (size_t)N);
}

static double seconds_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void print_json(int worlds, double seconds, const double *sum, const double *square) {
    printf("{\"worlds\": %d, \"seconds\": %.6f, \"counts\": {", worlds, seconds);
    for (int k = 0; k < KINDS; k++) {
        double m = sum[k] / worlds, v = worlds > 1 ? (square[k] - worlds * m * m) / (worlds - 1) : 0;
        printf("%s\"%s\": [%.6f, %.6f]", k ? ", " : "", NAMES[k], m, sqrt(fmax(v, 0)));
    }
    printf("}}\n");
}

int main(int argc, char **argv) {
    int worlds = argc == 4 ? atoi(argv[2]) : 0;
    double sum[KINDS] = {0}, square[KINDS] = {0};
    if (worlds < 1) return fprintf(stderr, "usage: yardstick FILE WORLDS SEED\n"), 2;
    load(argv[1]);
    seed((uint64_t)atoll(argv[3]));
    N = (int)*get("candidates"), L = (int)*get("labs"), DAYS = (int)*get("days");
    if (N > PERSON_MASK || L >= MAX_LABS) return fprintf(stderr, "at most 16 million people, 255 labs\n"), 65;
    read_parameters();
    read_population();
    double began = seconds_now();
    for (int w = 0; w < worlds; w++) {
        start_world();
        play();
        counts[MAILS] = counts[SENT1] + counts[SENT2];
        for (int k = 0; k < KINDS; k++) sum[k] += counts[k], square[k] += (double)counts[k] * counts[k];
    }
    print_json(worlds, seconds_now() - began, sum, square);
    return 0;
}
