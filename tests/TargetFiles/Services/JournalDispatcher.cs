// Replaces the generated one.

using RustKernel.Services.Log;

namespace RustKernel.Services;

internal sealed class JournalDispatcher(Journal service)
{
    public Journal Service => service;
}
