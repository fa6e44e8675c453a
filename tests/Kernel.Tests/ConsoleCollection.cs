// Tests that use the kernel's one console run one after the other.

using Xunit;

namespace RustKernel.Kernel.Tests;

[CollectionDefinition("console", DisableParallelization = true)]
public sealed class ConsoleCollection;
