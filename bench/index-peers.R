# GEKS-Törnqvist over the full window by gpindex and IndexNumR, on data of the shape of IndexBenchmark.
#   Rscript --vanilla bench/index-peers.R GPINDEX/R INDEXNUMR/R
# takes the folders with the sources of both packages (github: marberts/gpindex, MIT; grahamjwhite/IndexNumR, GPL-2);
# they are byte-compiled here as an installation would. Elapsed seconds of three runs, data already in memory.
folders <- commandArgs(TRUE)
load <- function(folder, files) {
  e <- new.env(parent = globalenv())
  for (f in files) sys.source(file.path(folder, f), envir = e)
  for (n in ls(e)) if (is.function(e[[n]])) e[[n]] <- compiler::cmpfun(e[[n]])
  e
}
gpindex <- load(folders[1], c("helpers.R", "means.R", "weights.R", "price_indexes.R", "geks.R", "operators.R"))
indexnumr <- load(folders[2], c("utils.R", "bilateral.R", "geks.R", "wtpd.R"))
months <- 24
data <- function(products) {
  set.seed(1)
  d <- data.frame(time = rep(seq_len(months), each = products), product = rep(seq_len(products), months))
  d$price <- rlnorm(products, log(10), .5)[d$product] * exp(.002 * d$time + rnorm(nrow(d), 0, .05))
  d$quantity <- rlnorm(nrow(d), log(20), .8)
  d[runif(nrow(d)) < .8, ]
}
# balanced() takes shares within the matched pair, as IndexNumR and Steelyard do
geks <- gpindex$geks(gpindex$balanced(gpindex$geometric_index("Tornqvist")))
for (products in c(100, 5000, 52083)) {
  d <- data(products)
  by <- list(
    gpindex = function() tail(cumprod(geks(d$price, d$quantity, d$time, d$product, na.rm = TRUE)[[1]]), 1),
    IndexNumR = function() tail(indexnumr$GEKSIndex(d, "price", "quantity", "time", "tornqvist", "product", sample = "matched", window = months)[, 1], 1))
  levels <- sapply(names(by), function(n) {
    seconds <- sapply(1:3, function(i) { gc(); system.time(level <<- by[[n]]())[["elapsed"]] })
    cat(sprintf("%-10s %9d rows  %s s  (last level %.12f)\n", n, nrow(d), paste(sprintf("%.3f", seconds), collapse = " "), level))
    level
  })
  stopifnot(abs(diff(levels)) < 1e-8)
}
