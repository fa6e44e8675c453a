// Has the kernel's name, so that its search for the console compiles here unchanged: there is nothing to map.

namespace RustKernel.Boot;

/// <summary>Maps nothing: a device's address is its own.</summary>
internal ref struct EarlyMapping
{
}
