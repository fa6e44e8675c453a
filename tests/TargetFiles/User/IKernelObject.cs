// The type of object that a handle names.

namespace RustKernel.User;

public interface IKernelObject;
