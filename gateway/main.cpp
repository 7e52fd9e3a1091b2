#include "adapters/provider.hpp"
#include "gateway/cli/command_line.hpp"

int main(int argc, char** argv) { return gateway::cli::run(argc, argv, adapters::registry()); }
