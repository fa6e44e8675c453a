# The verbs. Each is one line of a script or of ./rk; `make help` lists them.
#
#   BOARD    a folder of boards/ (default: qemu-virt); ./rk boards lists them
#   CMDLINE  kernel command line for run, debug
#   SERVICE  the program that debug has symbols of besides the kernel's, such as shell
#   PART     a part of the tests: build, host, e2e, format, mutations, reproducible, or the name of one test project
#   DEVICE   flash: the card (/dev/sdX, /dev/mmcblkN) or a file
#   IMAGE    build: all (default), or product: artifacts/product/Image, without suites and test programs
#   HOSTS    dist: linux-x64, linux-arm64, or both (the default)
#   TOOLCHAIN=bflat compiles the kernel through bflat where it is installed

BOARD ?= qemu-virt
CMDLINE ?=
PART ?=
IMAGE ?= all

SCRIPTS := bsp/Build/scripts
DOTNET_CLI_TELEMETRY_OPTOUT := 1
DOTNET_NOLOGO := 1
export BOARD CMDLINE PART IMAGE TOOLCHAIN DOTNET_CLI_TELEMETRY_OPTOUT DOTNET_NOLOGO

.DEFAULT_GOAL := help
.PHONY: help install-deps check-deps build run debug test hil bench soak pictures flash dist clean

help: ## list the verbs
	@echo "make VERB [BOARD=NAME] [CMDLINE=\"...\"] [PART=build|host|e2e|format|mutations|reproducible|NAME]"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' Makefile | expand -t 16

install-deps: ## install all tools that are missing (Debian 12 and 13; root or sudo); other verbs install what they need
	@$(SCRIPTS)/install-deps.sh all

check-deps: ## print each tool, the version found and the version needed
	@$(SCRIPTS)/check-deps.sh all

build: ## build everything: host tools, tests, artifacts/kernel.elf, artifacts/Image
	@$(SCRIPTS)/ensure-deps.sh
	@$(SCRIPTS)/build.sh

run: ## boot BOARD in QEMU with an interactive console (Ctrl-A X leaves)
	@$(SCRIPTS)/ensure-deps.sh
	@$(SCRIPTS)/build.sh --run
	@$(SCRIPTS)/run.sh

debug: ## boot BOARD halted in QEMU and attach gdb to artifacts/kernel.elf
	@$(SCRIPTS)/ensure-deps.sh run debug
	@$(SCRIPTS)/build.sh --run
	@$(SCRIPTS)/debug.sh

test: ## run every test, or PART of them
	@$(SCRIPTS)/test.sh $(PART)

hil: ## run the whole matrix and the whole rig on virtual boards (up to 20 minutes), or PART of it
	@$(SCRIPTS)/test.sh --run hil $(PART)

bench: build ## run the on-target benchmarks of BOARD in QEMU and compare them with the budgets
	@target=$$(./rk targets --emulates $(BOARD)) && ./rk bench $$target

soak: ## the long runs: hundreds of boots, millions of packets (hours), or PART of them
	@$(SCRIPTS)/test.sh --run soak $(PART)

pictures: ## make the pictures of the documents again, or PART of them: run, growth (a quarter of an hour)
	@$(SCRIPTS)/pictures.sh $(PART)

flash: ## write BOARD's disk image to DEVICE=/dev/sdX or a file (YES=1: unasked); without DEVICE: list the cards
	@$(SCRIPTS)/ensure-deps.sh run lab
	@./rk image $(BOARD)
	@./rk flash sd $(BOARD) $(DEVICE) $(if $(YES),--yes)

dist: ## make archives and Debian packages of rk, Image and boards in artifacts/dist that need no checkout (HOSTS="linux-x64 linux-arm64")
	@$(SCRIPTS)/ensure-deps.sh run cross dist
	@$(SCRIPTS)/dist.sh $(HOSTS)

clean: ## remove everything that was built
	@rm -rf artifacts
	@echo "removed artifacts/"
