/* The base market of RULES.md in C: the ceiling. One thread, packed state, calendar buckets, a bit per pair
 * in each lab's order for who is free.
 *
 * yardstick FILE WORLDS SEED prints one JSON object: mean and sd of each count over worlds, and the seconds
 * spent playing (loading the file is left out). */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SENT1, SENT2, OPENED, REPLIED, INTERESTED, OFFERED, COUNTERED, ACCEPTED, STARTED, KINDS };
static const char *NAMES[KINDS] = {"first_mails", "follow_ups", "opened",   "replied", "interested",
                                   "offered",     "countered",  "accepted", "started"};
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
static double normal_table[4096];
static inline double normal(void) { return normal_table[next() >> 52]; }
static inline double logistic(double x) { return 1.0 / (1.0 + exp(-x)); }
static inline double gumbel(void) { return -log(-log(uniform())); }

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

static int N, L, DAYS;
static int *order, *employer0;
static double *pay0, *words1, *words2, *fleet, *share, *researchers;

typedef struct { double fit, shock, value, offered; int16_t due; uint8_t state, mails, has_fit; } Pair;
typedef struct { double taste, threshold, pay; int employer, offers; uint8_t is_signed, open, countered; } Person;
typedef struct { int *at; int n, room; } Bucket;

static Pair *pair;                   /* [lab * N + person] */
static Person *person;
static Bucket bucket[HORIZON];       /* what is due, by day modulo HORIZON */
static uint64_t *free_bits;          /* [lab * words + rank / 64]: may be written to */
static int words;
static int *rank_of;                 /* [lab * N + person] */
static int *decide_today, *opened_today, deciding, opening;
static long counts[KINDS];

static void set_free(int l, int i, int on) {
    int r = rank_of[l * N + i];
    uint64_t bit = 1ull << (r & 63), *w = &free_bits[l * words + (r >> 6)];
    *w = on ? *w | bit : *w & ~bit;
}

static void refresh(int l, int i) {
    set_free(l, i, pair[l * N + i].state == FREE && !person[i].is_signed && person[i].employer != l);
}

static void put(int day, int p) {
    Bucket *b = &bucket[day % HORIZON];
    if (b->n == b->room) b->at = realloc(b->at, sizeof(int) * (size_t)(b->room = 2 * b->room + 64));
    b->at[b->n++] = p;
    pair[p].due = (int16_t)day;
}

static void close_pair(int p, int day) {
    pair[p].state = RESTING;
    put(day + REST, p);
}

static double beta, kappa, half, a1, a2, a4, cut, yes, gate_weight, pull_counter, raise_by, p_offer, p_counter;
static double p_open, gate_share, gate_fleet, gate_sd, fit_sd, taste_mu, taste_sigma, pay_ratio, delay[4096];
static double *pull;
static int per_week;
static double leader;

static inline double attraction(int l, int i, const Pair *q) {
    double r = person[i].pay / q->offered;
    return beta * (1.0 - pow(r, kappa)) / kappa + person[i].taste * (pull[l] - pull[person[i].employer]) + q->fit;
}

static void mail(int l, int i, int p, int day) {
    Pair *q = &pair[p];
    int second = q->mails == 1;
    q->mails++;
    counts[second ? SENT2 : SENT1]++;
    q->value = attraction(l, i, q) + (second ? words2[i] : words1[i]);
    if (q->shock <= (second ? a2 : a1) + q->value) {
        q->state = REPLYING;
        put(day + (int)delay[next() >> 52], p);
    } else {
        q->state = WAITING;
        put(day + FOLLOW_UP, p);
    }
}

static void decide(int i, int day, const double *fleet_today) {
    Person *who = &person[i];
    if (!who->offers) return;
    double best = (who->countered ? pull_counter : 0.0) + gumbel();
    int winner = -1;
    for (int l = 0; l < L; l++) {
        Pair *q = &pair[l * N + i];
        if (q->state != OFFER) continue;
        double v = yes + attraction(l, i, q) + gumbel();
        if (fleet_today[l] < who->threshold * leader) v += gate_weight;
        if (v > best) best = v, winner = l;
    }
    for (int l = 0; l < L; l++) {
        Pair *q = &pair[l * N + i];
        if (q->state != OFFER) continue;
        if (l == winner) {
            q->state = SIGNED;
            put(day + NOTICE, l * N + i);
            counts[ACCEPTED]++;
        } else {
            close_pair(l * N + i, day);
        }
    }
    if (winner >= 0) {
        who->is_signed = 1;
        for (int l = 0; l < L; l++) refresh(l, i);
    } else if (who->countered) who->pay = floor(who->pay * (1.0 + raise_by));
    who->offers = who->open = who->countered = 0;
}

static void play(double *heads) {
    double fleet_today[256];
    int *todo = malloc(sizeof(int) * (size_t)N * (size_t)L), *interested = malloc(sizeof(int) * (size_t)N * (size_t)L);
    for (int day = 0; day < DAYS; day++) {
        int follow = 0, keen = 0;
        leader = 0;
        for (int l = 0; l < L; l++) {
            fleet_today[l] = fleet[l * (DAYS + 1) + day];
            double c = fmax(fleet_today[l] * share[l] / heads[l], 1.0);
            pull[l] = log(c / (c + half));
            leader = fmax(leader, fleet_today[l]);
        }
        deciding = opening = 0;
        Bucket *b = &bucket[day % HORIZON];
        int due = b->n;
        b->n = 0;
        for (int k = 0; k < due; k++) {
            int p = b->at[k], l = p / N, i = p % N;
            Pair *q = &pair[p];
            if (q->due != day) continue;
            if (q->state == RESTING) {
                q->state = FREE;
                refresh(l, i);
                continue;
            }
            if (q->state != SIGNED && q->state != OFFER && (person[i].is_signed || person[i].employer == l)) {
                close_pair(p, day);
                continue;
            }
            switch (q->state) {
            case WAITING:
                if (q->mails == 2) close_pair(p, day);
                else todo[follow++] = p;
                break;
            case REPLYING: {
                counts[REPLIED]++;
                double x = a4 + cut + q->value;
                if (fleet_today[l] < person[i].threshold * leader) x += gate_weight;
                if (uniform() < logistic(x) / logistic(a4 + q->value)) {
                    counts[INTERESTED]++;
                    interested[keen++] = p;
                } else {
                    close_pair(p, day);
                }
                break;
            }
            case INTERVIEW:
                if (uniform() < p_offer) {
                    counts[OFFERED]++;
                    q->state = OFFER;
                    put(day + DEADLINE, p);
                    if (!person[i].offers++ && !person[i].open) person[i].open = 1, opened_today[opening++] = i;
                } else {
                    close_pair(p, day);
                }
                break;
            case OFFER: decide_today[deciding++] = i; break;
            case SIGNED:
                counts[STARTED]++;
                heads[person[i].employer]--;
                heads[l]++;
                person[i].employer = l;
                person[i].pay = q->offered;
                person[i].is_signed = 0;
                close_pair(p, day);
                for (int m = 0; m < L; m++) refresh(m, i);
                break;
            }
        }
        for (int k = 0; k < deciding; k++) decide(decide_today[k], day, fleet_today);
        for (int k = 0; k < opening; k++)
            if (person[opened_today[k]].open && uniform() < p_counter) {
                person[opened_today[k]].countered = 1;
                counts[COUNTERED]++;
            }
        for (int k = 0; k < keen; k++) {
            pair[interested[k]].state = INTERVIEW;
            put(day + 14 + (int)(uniform() * 29), interested[k]);
        }
        for (int k = 0; k < follow; k++) mail(todo[k] / N, todo[k] % N, todo[k], day);
        int wanted = (day + 1) * per_week / 7 - day * per_week / 7;
        for (int l = 0; l < L; l++) {
            int found = 0;
            for (int w = 0; w < words && found < wanted;) {
                uint64_t *word = &free_bits[l * words + w];
                if (!*word) {
                    w++;
                    continue;
                }
                int i = order[l * N + 64 * w + __builtin_ctzll(*word)], p = l * N + i;
                Pair *q = &pair[p];
                *word &= *word - 1;
                found++;
                if (!q->has_fit) q->fit = fit_sd * normal(), q->has_fit = 1;
                q->mails = 0;
                q->offered = floor(pay_ratio * person[i].pay);
                q->shock = INFINITY;
                if (uniform() < p_open) {
                    double u = uniform();
                    q->shock = log(u / (1 - u));
                    counts[OPENED]++;
                }
                mail(l, i, p, day);
            }
        }
    }
    free(todo);
    free(interested);
}

static void start_world(double *heads) {
    memset(pair, 0, sizeof(Pair) * (size_t)N * (size_t)L);
    for (int d = 0; d < HORIZON; d++) bucket[d].n = 0;
    for (int l = 0; l < L; l++) heads[l] = researchers[l];
    for (int i = 0; i < N; i++) {
        Person *who = &person[i];
        memset(who, 0, sizeof *who);
        who->employer = employer0[i];
        who->pay = pay0[i];
        who->taste = exp(taste_mu + taste_sigma * normal());
        if (uniform() < gate_share) who->threshold = gate_fleet * exp(gate_sd * normal());
        for (int l = 0; l < L; l++) refresh(l, i);
    }
}

static int *ints(const char *name, long n) {
    double *x = get(name);
    int *y = malloc(sizeof(int) * (size_t)n);
    for (long k = 0; k < n; k++) y[k] = (int)x[k];
    return y;
}

int main(int argc, char **argv) {
    if (argc != 4) return fprintf(stderr, "usage: yardstick FILE WORLDS SEED\n"), 2;
    load(argv[1]);
    int worlds = atoi(argv[2]);
    seed((uint64_t)atoll(argv[3]));
    N = (int)*get("candidates"), L = (int)*get("labs"), DAYS = (int)*get("days");
    order = ints("order", (long)N * L), employer0 = ints("employer", N);
    pay0 = get("pay_usd"), words1 = get("words_1"), words2 = get("words_2"), fleet = get("fleet");
    share = get("research_share"), researchers = get("researchers");
    beta = *get("pay_slope"), kappa = *get("pay_curvature"), half = *get("compute_half_saturation_h100e");
    a1 = *get("reply_cut_1"), a2 = *get("reply_cut_2"), a4 = *get("reply_cut_4"), cut = *get("interest_cut");
    yes = *get("accept_constant"), gate_weight = *get("gate_weight"), pull_counter = *get("counter_pull");
    raise_by = *get("counter_raise"), p_offer = *get("offer_chance_interviewed"), p_counter = *get("counter_chance");
    p_open = logistic(*get("open_constant")), gate_share = *get("gate_share"), gate_fleet = *get("gate_fleet_share");
    gate_sd = *get("gate_sd"), fit_sd = *get("fit_sd"), pay_ratio = *get("pay_ratio");
    per_week = (int)*get("letters_per_week");
    double mean = *get("compute_taste_mean"), sd = *get("compute_taste_sd");
    double variance = log1p(sd / mean * (sd / mean));
    taste_mu = log(mean) - variance / 2, taste_sigma = sqrt(variance);
    for (int k = 0; k < 4096; k++) {
        normal_table[k] = inverse_normal((k + 0.5) / 4096);
        double days = *get("reply_delay_median_days") * exp(*get("reply_delay_sd") * normal_table[k]);
        delay[k] = fmin(1 + floor(days), 14);
    }
    pair = malloc(sizeof(Pair) * (size_t)N * (size_t)L);
    person = malloc(sizeof(Person) * (size_t)N);
    rank_of = malloc(sizeof(int) * (size_t)N * (size_t)L);
    words = (N + 63) / 64, free_bits = calloc((size_t)words * (size_t)L, sizeof(uint64_t));
    pull = malloc(sizeof(double) * (size_t)L);
    decide_today = malloc(sizeof(int) * (size_t)N * (size_t)L), opened_today = malloc(sizeof(int) * (size_t)N * (size_t)L);
    for (int l = 0; l < L; l++)
        for (int r = 0; r < N; r++) rank_of[l * N + order[l * N + r]] = r;
    double heads[256], sum[KINDS] = {0}, square[KINDS] = {0};
    struct timespec t0, t1;
    clock_gettime(CLOCK_MONOTONIC, &t0);
    for (int w = 0; w < worlds; w++) {
        memset(counts, 0, sizeof counts);
        start_world(heads);
        play(heads);
        for (int k = 0; k < KINDS; k++) sum[k] += counts[k], square[k] += (double)counts[k] * counts[k];
    }
    clock_gettime(CLOCK_MONOTONIC, &t1);
    double seconds = (double)(t1.tv_sec - t0.tv_sec) + 1e-9 * (double)(t1.tv_nsec - t0.tv_nsec);
    printf("{\"worlds\": %d, \"seconds\": %.6f, \"counts\": {", worlds, seconds);
    for (int k = 0; k < KINDS; k++) {
        double m = sum[k] / worlds, v = worlds > 1 ? (square[k] - worlds * m * m) / (worlds - 1) : 0;
        printf("%s\"%s\": [%.6f, %.6f]", k ? ", " : "", NAMES[k], m, sqrt(fmax(v, 0)));
    }
    printf("}}\n");
    return 0;
}
