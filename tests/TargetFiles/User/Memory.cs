// A memory object.

namespace RustKernel.User;

public struct Memory : IKernelObject;
