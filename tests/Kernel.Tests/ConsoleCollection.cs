// Tests that use the kernel's only console run one after another.

using Xunit;

namespace RustKernel.Kernel.Tests;

[CollectionDefinition("console", DisableParallelization = true)]
public sealed class ConsoleCollection;
