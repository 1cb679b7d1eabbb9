# Loads this panel of collaboration networks for RSiena and statnet. From R:
#
#   source("load.R", chdir = TRUE)
#
# or, with the folder as the working directory, source("load.R"). It leaves
#   actors     a data frame, a row an organisation; row i is row and column i of every matrix
#   waves      a data frame, a row a wave
#   matrices   a list of 0/1 matrices, a wave each
#   present    a matrix, organisations x waves: whether it is in the network
#   siena      what sienaDataCreate() returns, if RSiena is installed
#   networks   a list of network objects of those present, a wave each, if network (statnet) is installed

# When an organisation leaves: "dissolved", once it ceased to exist; "inactive", after its last project.
if (!exists("leaving")) leaving <- "dissolved"

read_texts <- function(file) {
  read.csv(file, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
}
actors <- read_texts("actors.csv")
waves <- read_texts("waves.csv")
for (column in c("actor", "projects", "first_wave", "last_wave")) actors[[column]] <- as.integer(actors[[column]])
for (column in c("wave", "first", "last", "projects")) waves[[column]] <- as.integer(waves[[column]])

matrices <- lapply(waves$file, function(file) {
  found <- as.matrix(read.csv(file, header = FALSE, colClasses = "integer"))
  stopifnot(nrow(found) == nrow(actors), ncol(found) == nrow(actors), isSymmetric(unname(found)))
  dimnames(found) <- list(actors$org_id, actors$org_id)
  found
})
names(matrices) <- waves$period

# Composition change: an organisation is there from the first number of its line to the second; wave 1 is time 1.
composition_file <- if (leaving == "inactive") "composition-inactive.txt" else "composition.txt"
intervals <- as.matrix(read.table(composition_file, col.names = c("from", "to")))
present <- outer(seq_len(nrow(actors)), waves$wave, function(actor, wave) {
  wave >= intervals[actor, "from"] & wave <= intervals[actor, "to"]
})

attributes_of_actors <- c("kind", "size", "region", "country")
told_apart <- function(column) length(unique(na.omit(actors[[column]]))) > 1
covariates_of_actors <- Filter(told_apart, attributes_of_actors)

# Categories are numbered in the order of levels(factor(...)); RSiena knows numbers alone.
levels_of <- lapply(setNames(nm = covariates_of_actors), function(column) levels(factor(actors[[column]])))

if (requireNamespace("RSiena", quietly = TRUE)) {
  dimensions <- c(nrow(actors), nrow(actors), nrow(waves))
  collaboration <- RSiena::sienaDependent(array(unlist(lapply(matrices, unname)), dim = dimensions))
  covariates <- lapply(setNames(nm = covariates_of_actors), function(column) {
    RSiena::coCovar(as.integer(factor(actors[[column]], levels = levels_of[[column]])), centered = FALSE)
  })
  composition <- RSiena::sienaCompositionChangeFromFile(composition_file)
  siena <- do.call(
    RSiena::sienaDataCreate,
    c(list(collaboration = collaboration), covariates, list(composition = composition))
  )
  print(siena)
} else {
  message("RSiena is not installed: install.packages(\"RSiena\")")
}

if (requireNamespace("network", quietly = TRUE)) {
  networks <- lapply(waves$wave, function(wave) {
    here <- present[, wave]
    found <- network::network(matrices[[wave]][here, here, drop = FALSE], matrix.type = "adjacency", directed = FALSE)
    found <- network::set.vertex.attribute(found, "vertex.names", actors$org_id[here])
    for (column in c("name", "projects", covariates_of_actors)) {
      found <- network::set.vertex.attribute(found, column, actors[[column]][here])
    }
    found
  })
  names(networks) <- waves$period
} else {
  message("statnet is not installed: install.packages(\"statnet\")")
}
