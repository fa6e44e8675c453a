// The base of every enum. Names of members do not exist at run time: write a switch where one is to be printed.

namespace System;

public abstract class Enum : ValueType
{
}
